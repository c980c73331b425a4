import { recogniseAccount } from '../../services/index.js';
import { statementDigest } from '../../verify/digest.js';
import { isoTime } from '../../verify/inspect/claim.js';
import type { SigningKey } from '../../verify/keys/private-key.js';
import {
  type StatementInput,
  StatementInputError,
  signSdStatement,
  signStatement,
} from '../../verify/sign.js';
import { verifyStatement } from '../../verify/statement.js';
import type { Statement } from '../../verify/types.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { plain } from '../plain-text.js';
import { readJsonFile, readSigningKey, readStatement } from '../statement-files.js';
import { noteSubject } from './note-subject.js';

/** What the flags say, as commander gives them. */
export interface SignOptions {
  readonly key: string;
  readonly sub: string;
  readonly account?: readonly string[];
  readonly revoke?: readonly string[];
  readonly seq?: string;
  readonly days?: string;
  readonly prev?: string;
  readonly nextKey?: string;
  readonly sd?: boolean;
  readonly note?: boolean;
  readonly json?: boolean;
}

/** Seconds that `iat` may be pushed ahead, so that two statements of one second differ in `seq`. */
const MAX_PUSH_SECONDS = 60;

/** Characters of an account that a warning repeats. */
const MAX_SHOWN = 200;

/** Signs a statement and prints it; refuses a second subject for one key. */
export async function sign(options: SignOptions, io: Io): Promise<ExitCode> {
  const key = await readSigningKey(options.key, io);
  const prev = options.prev === undefined ? null : await readStatement(options.prev, io);
  const input: StatementInput = {
    key: key.jwk,
    sub: options.sub,
    accounts: options.account ?? [],
    revoked: options.revoke ?? [],
    ...number('--seq', options.seq, 'seq'),
    ...number('--days', options.days, 'days'),
    ...(prev ? { prev: prev.digest } : {}),
    ...(await nextKey(options.nextKey, io)),
    now: signingTime(io.now(), key, prev),
  };
  const text = await signed(input, options);
  const verified = await verifyStatement(text, { now: input.now });
  if (!verified.ok) throw new Error(verified.message);
  const { statement } = verified;
  if (prev) checkPrevious(statement, prev, io);
  warnUnsupported(input.accounts, io);
  if (options.note !== false) await noteSubject(options.key, key, statement.sub, io);
  io.out(options.json ? jsonText(summary(statement)) : `${text}\n`);
  return EXIT.yes;
}

async function signed(input: StatementInput, options: SignOptions): Promise<string> {
  try {
    return options.sd ? (await signSdStatement(input)).full : await signStatement(input);
  } catch (error) {
    if (error instanceof StatementInputError)
      throw new CliError(`${placeOf(error, options)}${error.message}`);
    throw error;
  }
}

/** Where the person gave what is wrong: the flag, or the file behind it. */
function placeOf({ part }: StatementInputError, options: SignOptions): string {
  const flags = {
    sub: '--sub',
    accounts: '--account',
    revoked: '--revoke',
    seq: '--seq',
    days: '--days',
  } as const;
  if (part === 'key') return `${options.key}: `;
  if (part === 'keys') return `${options.nextKey}: `;
  return part !== undefined && part in flags ? `${flags[part as keyof typeof flags]}: ` : '';
}

/** A key speaks for one subject, and so does the line of its predecessors (profile section 1). */
function checkPrevious(statement: Statement, prev: Statement, io: Io): void {
  if (prev.sub !== statement.sub) {
    throw new CliError(`--prev: it speaks for ${prev.sub}; another subject needs a key of its own`);
  }
  if (prev.key === statement.key && prev.seq >= statement.seq) {
    throw new CliError(`--prev: its seq is ${prev.seq}; a smaller or equal one would not replace it`);
  }
  if (prev.key !== statement.key && !prev.next.includes(statement.key)) {
    io.err('crossproof: --prev does not announce this key with "next": readers will see a discontinuity\n');
  }
}

/** Two statements of one key in one second would be an equivocation: the later one moves ahead a little. */
function signingTime(now: Date, key: SigningKey, prev: Statement | null): Date {
  if (prev?.key !== key.public.thumbprint) return now;
  const ahead = prev.seq + 1 - Math.floor(now.getTime() / 1000);
  return ahead > 0 && ahead <= MAX_PUSH_SECONDS ? new Date(now.getTime() + ahead * 1000) : now;
}

function number(
  flag: string,
  text: string | undefined,
  name: 'seq' | 'days',
): { seq?: number; days?: number } {
  if (text === undefined) return {};
  if (!/^\d{1,15}$/.test(text)) throw new CliError(`${flag}: not a whole number`);
  return { [name]: Number(text) };
}

async function nextKey(path: string | undefined, io: Io): Promise<Pick<StatementInput, 'keys'>> {
  return path === undefined ? {} : { keys: [{ jwk: await readJsonFile(path, io), role: 'next' }] };
}

function warnUnsupported(accounts: readonly string[], io: Io): void {
  for (const text of accounts) {
    const account = recogniseAccount(text);
    if ('unsupported' in account) {
      const shown = plain(JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text));
      io.err(`crossproof: ${shown} is named, but nothing can read it: ${plain(account.reason)}\n`);
    }
  }
}

function summary(statement: Statement): object {
  return {
    statement: statement.text,
    digest: statementDigest(statement.text),
    key: statement.key,
    subject: statement.sub,
    seq: statement.seq,
    issuedAt: isoTime(statement.iat),
    expiresAt: isoTime(statement.exp),
    accounts: [...statement.accounts, ...statement.unsupported].map((account) => account.uri),
    revoked: statement.revoked,
  };
}
