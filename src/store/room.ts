import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { ROOM_BYTES } from './limits.js';
import { translateErrno } from './sqlite-file.js';

/** As private as the store beside it, though it tells nothing. */
const MODE = 0o600;

/**
 * Takes ROOM_BYTES of the file system that a store stands on, in a file of its own, and gives them back. SQLite alone cannot
 * tell: its log is written over from the start again and again, so that small writes fit where the disk is full for long.
 *
 * One at a time for each path.
 *
 * @param storePath for the message @throws StoreError `full`, `read-only` …
 */
export async function takeRoom(path: string, storePath: string): Promise<void> {
  try {
    // A process that was killed may have left it; and where others may write too it may be a link of theirs, to a file that
    // is none of the store's.
    await rm(path, { force: true });
    // Random: a file system that compresses would find room for zeros.
    await writeFile(path, randomBytes(ROOM_BYTES), { mode: MODE, flag: 'wx' });
  } catch (error) {
    throw translateErrno(storePath, error);
  } finally {
    // Where nothing may be removed nothing was written, and that is told already.
    await rm(path, { force: true }).catch(() => undefined);
  }
}
