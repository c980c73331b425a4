import { SqliteConnection } from './sqlite-connection.js';
import { prepareSqliteFile } from './sqlite-file.js';
import { StoreError } from './store-error.js';

/** Held for as long as the process lives, or until it is given back. */
export interface EmbeddedLock {
  release(): Promise<void>;
}

/**
 * One `serve` for a store: two would each crawl what the other does, since each knows its own jobs only. The lock is the
 * operating system's, on a second small file beside the store, so that it ends with the process, however that ends.
 * Commands that only read and write the store are not held up.
 *
 * @throws StoreError `busy`: another process holds it; or why the file cannot be made
 */
export async function lockEmbedded(storePath: string): Promise<EmbeddedLock> {
  const path = `${storePath}-serve`;
  prepareSqliteFile(path);
  const connection = new SqliteConnection(path);
  try {
    // Not `pragma`: a statement that is kept would keep the lock after closing.
    connection.exec('PRAGMA journal_mode=DELETE');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (!(error instanceof StoreError) || error.code !== 'busy') throw error;
    throw new StoreError('busy', `store ${storePath}: another crossproof serve runs on it; end that first`, {
      cause: error,
    });
  }
  return { release: async () => connection.close() };
}
