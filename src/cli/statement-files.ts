import { parseStrictJson } from '../extract/strict-json.js';
import { checkSigningKey, type SigningKey } from '../verify/keys/private-key.js';
import { verifyStatement } from '../verify/statement.js';
import type { Statement } from '../verify/types.js';
import { readInput } from './input.js';
import { CliError, type Io } from './io.js';

/** Bytes of a key file: a JWK Set of a large issuer has about 20 kB. */
export const MAX_KEY_FILE_BYTES = 256 * 1024;
/** Bytes of a statement file: the longest statement, and the line end after it. */
export const MAX_STATEMENT_FILE_BYTES = 1024 * 1024;

/** Reads a file that holds one JSON object, a key as a rule. */
export async function readJsonFile(path: string, io: Io): Promise<Readonly<Record<string, unknown>>> {
  // Some editors begin a file with a byte order mark, which is not the person's fault.
  const text = (await readInput(path, io, MAX_KEY_FILE_BYTES)).toString('utf8').replace(/^\uFEFF/, '');
  const parsed = parseStrictJson(text);
  if (!parsed.ok) throw new CliError(`${path}: ${parsed.message}`);
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    throw new CliError(`${path}: not a JSON object`);
  }
  return parsed.value as Readonly<Record<string, unknown>>;
}

/** Reads the private JWK of an identity key. */
export async function readSigningKey(path: string, io: Io): Promise<SigningKey> {
  const key = checkSigningKey(await readJsonFile(path, io));
  if (!key.ok) throw new CliError(`${path}: no identity key: ${key.message}`);
  return key.value;
}

/** Reads a file with one statement, and verifies it; one past its time is let through. */
export async function readStatement(path: string, io: Io): Promise<Statement> {
  const text = (await readInput(path, io, MAX_STATEMENT_FILE_BYTES)).toString('utf8').trim();
  const result = await verifyStatement(text, { now: io.now() });
  if (!result.ok) throw new CliError(`${path}: no valid statement: ${result.message}`);
  return result.statement;
}
