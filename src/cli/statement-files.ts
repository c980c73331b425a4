import { type FileHandle, open } from 'node:fs/promises';
import { parseStrictJson } from '../extract/strict-json.js';
import { checkSigningKey, type SigningKey } from '../verify/keys/private-key.js';
import { verifyStatement } from '../verify/statement.js';
import type { Statement } from '../verify/types.js';
import { CliError, type Io } from './io.js';

/** Bytes of a key file: a JWK Set of a large issuer has about 20 kB. */
export const MAX_KEY_FILE_BYTES = 256 * 1024;
/** Bytes of a statement file: the longest statement, and the line end after it. */
export const MAX_STATEMENT_FILE_BYTES = 1024 * 1024;

const CHUNK_BYTES = 64 * 1024;

/** The parts of a Node error that a person can use; anything else would be a bug of ours. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'it is a directory',
};

/**
 * Reads a whole file, or standard input for `-`.
 * @throws CliError that names the file and says what is wrong with it
 */
export async function readInput(path: string, io: Io, limit: number): Promise<Buffer> {
  if (path === '-') return io.readStdin(limit);
  try {
    const file = await open(path, 'r');
    try {
      return await readAll(file, path, limit);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new CliError(`${path}: ${WORDS[code] ?? `cannot be read (${code || 'unknown error'})`}`);
  }
}

/** With a limit of our own: a device or a pipe tells no size. */
async function readAll(file: FileHandle, path: string, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(CHUNK_BYTES) });
    if (bytesRead === 0) return Buffer.concat(chunks);
    length += bytesRead;
    if (length > limit) throw new CliError(`${path}: more than ${limit} bytes`);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/** Reads a file that holds one JSON object, a key as a rule. */
export async function readJsonFile(path: string, io: Io): Promise<Readonly<Record<string, unknown>>> {
  const text = (await readInput(path, io, MAX_KEY_FILE_BYTES)).toString('utf8');
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
