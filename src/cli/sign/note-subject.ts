import { randomBytes } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SigningKey } from '../../verify/keys/private-key.js';
import type { Io } from '../io.js';

/**
 * Notes the subject in the key file, so that the key itself remembers whom it speaks for wherever it is copied
 * to. The new file replaces the old one at once, readable by its owner only: a power cut leaves one of the two.
 * Where that is not possible the statement is good all the same, and a warning is all there is.
 */
export async function noteSubject(path: string, key: SigningKey, sub: string, io: Io): Promise<void> {
  if (key.jwk.sub !== undefined) return;
  try {
    const target = await realpath(path);
    if (path === '-' || !(await stat(target)).isFile()) throw new Error('not a file');
    await replace(target, `${JSON.stringify({ ...key.jwk, sub }, null, 2)}\n`);
    io.err(`crossproof: noted in ${path}: this key speaks for ${sub}\n`);
  } catch {
    io.err(`crossproof: the subject could not be noted in ${path}: use this key for no other subject\n`);
  }
}

async function replace(target: string, text: string): Promise<void> {
  const temporary = join(dirname(target), `.crossproof-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
