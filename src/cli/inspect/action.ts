import type { Claim } from '../../verify/inspect/claim.js';
import {
  type Inspection,
  type InspectOptions,
  inspectDocument,
} from '../../verify/inspect/inspect-document.js';
import type { PublicKey } from '../../verify/keys/public-key.js';
import { parseTrustedKeys } from '../../verify/keys/trusted-keys.js';
import { readFetchFlags } from '../fetch-flags.js';
import { readInput } from '../input.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { MAX_KEY_FILE_BYTES } from '../statement-files.js';
import { printInspection } from './print.js';
import { MAX_DOCUMENT_BYTES, readSource } from './source.js';

/** What the flags say, those of every command that fetches among them. */
export interface InspectFlags extends Readonly<Record<string, unknown>> {
  readonly key?: string;
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

/** What `--json` prints of one document. */
interface Printed {
  readonly source: string;
  readonly claims: readonly Claim[];
  readonly truncated?: true;
  readonly error?: string;
}

/** Finds and verifies every signed claim; 0 where at least one holds and none is broken. */
export async function inspect(source: string | undefined, flags: InspectFlags, io: Io): Promise<ExitCode> {
  const settings = await readFetchFlags(flags, io);
  const trustedKeys = flags.key === undefined ? [] : await readTrustedKeys(flags.key, io);
  if (flags.jsonl) return inspectLines(source, trustedKeys, io);
  if (source === undefined) throw new CliError('inspect: say which file or URL, or - for standard input');
  const { name, document, mediaType, accounts } = await readSource(source, settings, io);
  const inspection = await inspectDocument(document, { now: io.now(), mediaType, trustedKeys, accounts });
  if (flags.json) io.out(jsonText(printed(name, inspection)));
  else io.out(printInspection(name, inspection));
  return exitCode(inspection.claims);
}

async function readTrustedKeys(path: string, io: Io): Promise<readonly PublicKey[]> {
  const keys = parseTrustedKeys((await readInput(path, io, MAX_KEY_FILE_BYTES)).toString('utf8'));
  if (!keys.ok) throw new CliError(`${path}: no key to trust: ${keys.message}`);
  return keys.value;
}

/** One JSON string a line, one answer a line: a line that is wrong costs no other its answer. */
async function inspectLines(
  source: string | undefined,
  trustedKeys: readonly PublicKey[],
  io: Io,
): Promise<ExitCode> {
  let [holds, broken] = [false, false];
  let number = 0;
  for await (const line of lines(source, io)) {
    if (io.signal.aborted) break;
    number += 1;
    const answer = await inspectLine(line, `line ${number}`, { now: io.now(), trustedKeys });
    holds ||= answer.claims.some((claim) => claim.status === 'verified');
    broken ||= answer.error !== undefined || answer.claims.some((claim) => claim.status === 'broken');
    io.out(jsonText(answer, 0));
  }
  return holds && !broken ? EXIT.yes : EXIT.no;
}

async function* lines(source: string | undefined, io: Io): AsyncIterable<string> {
  if (source === undefined || source === '-') {
    yield* io.stdinLines();
    return;
  }
  const text = (await readInput(source, io, MAX_DOCUMENT_BYTES * 16)).toString('utf8');
  yield* text.replace(/\n$/, '').split(/\r?\n/);
}

async function inspectLine(line: string, source: string, options: InspectOptions): Promise<Printed> {
  const document = parseLine(line);
  if (document === null) return { source, claims: [], error: 'not a JSON string' };
  if (document.length > MAX_DOCUMENT_BYTES) return { source, claims: [], error: 'the document is too long' };
  return printed(source, await inspectDocument(document, options));
}

function parseLine(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? value : null;
  } catch {
    // A blank line is none either; it is answered like every other.
    return null;
  }
}

function printed(source: string, { claims, overflow }: Inspection): Printed {
  return { source, claims, ...(overflow ? { truncated: true } : {}) };
}

function exitCode(claims: readonly Claim[]): ExitCode {
  const holds = claims.some((claim) => claim.status === 'verified');
  return holds && !claims.some((claim) => claim.status === 'broken') ? EXIT.yes : EXIT.no;
}
