import { type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseStrictJson } from '../../extract/strict-json.js';
import type { SigningKey } from '../../verify/keys/private-key.js';
import { isJsonObject, own } from '../../verify/result.js';
import { CliError, type Io } from '../io.js';
import { plain } from '../plain-text.js';

/** A new file that is this old was left behind: writing one takes milliseconds. */
const LEFT_BEHIND_MS = 5_000;
/** Between two looks at a key file that another `sign` is writing. */
const WAIT_MS = 20;
/** Looks, before the other one is taken for stuck: beyond the time after which its file counts as left behind. */
const MAX_WAITS = 300;

/**
 * Notes the subject in the key file, so that the key itself remembers whom it speaks for wherever it is copied
 * to. The new file replaces the old one at once, readable by its owner only: a power cut leaves one of the two.
 * Where that is not possible the statement is good all the same, and a warning is all there is.
 * @throws CliError where another `sign` noted another subject meanwhile: a key speaks for one (profile section 1)
 */
export async function noteSubject(path: string, key: SigningKey, sub: string, io: Io): Promise<void> {
  if (key.jwk.sub !== undefined) return;
  try {
    const target = await realpath(path);
    const found = await stat(target);
    if (path === '-' || !found.isFile()) throw new Error('not a file');
    const noted = await replace(target, found.mode & 0o600, { ...key.jwk, sub }, io);
    if (noted === null) io.err(`crossproof: noted in ${plain(path)}: this key speaks for ${sub}\n`);
    else if (noted !== sub)
      throw new CliError(`${path}: this key speaks for ${noted}; another subject needs a key of its own`);
  } catch (error) {
    if (error instanceof CliError) throw error;
    io.err(
      `crossproof: the subject could not be noted in ${plain(path)}: use this key for no other subject\n`,
    );
  }
}

/**
 * Writes the new file beside the old one under a name that only one process can take: as long as it is there,
 * no other notes a subject, and the rename that makes it count frees the name.
 * @returns the subject that the file names already; null where this one was written
 */
async function replace(target: string, mode: number, jwk: object, io: Io): Promise<string | null> {
  const temporary = join(dirname(target), `.${basename(target)}.crossproof-new`);
  const file = await take(temporary, io);
  try {
    const noted = await subjectIn(target);
    if (noted === null) {
      await file.writeFile(`${JSON.stringify(jwk, null, 2)}\n`);
      await file.chmod(mode || 0o600);
      await file.sync();
      await rename(temporary, target);
    } else await rm(temporary, { force: true });
    return noted;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function take(temporary: string, io: Io): Promise<FileHandle> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await open(temporary, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || waits >= MAX_WAITS) throw error;
    }
    const made = await stat(temporary).catch(() => null);
    if (made && io.now().getTime() - made.mtimeMs > LEFT_BEHIND_MS) await rm(temporary, { force: true });
    else await delay(WAIT_MS, undefined, { signal: io.signal });
  }
}

async function subjectIn(target: string): Promise<string | null> {
  const parsed = parseStrictJson((await readFile(target, 'utf8')).replace(/^\uFEFF/, ''));
  const sub = parsed.ok && isJsonObject(parsed.value) ? own(parsed.value, 'sub') : undefined;
  return typeof sub === 'string' ? sub : null;
}
