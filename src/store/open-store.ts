import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.js';
import { migrate } from './migrate.js';
import { SqlStore } from './sql-store.js';
import { SqliteDatabase } from './sqlite.js';
import { prepareSqliteFile } from './sqlite-file.js';
import { StoreError } from './store-error.js';
import type { Store } from './types.js';

/** A writer holds the lock for milliseconds; who holds it for seconds is stuck, and a person is told. */
const BUSY_TIMEOUT_MS = 5_000;

export interface OpenStoreOptions {
  /** Milliseconds to wait for another process's lock, at opening and at each write. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the store, and makes it where there is none.
 *
 * @param pathOrUrl a file, as a path or a `file:` URL. `postgres:` comes with the deployment.
 * @throws StoreError
 * @example const store = await openStore(defaultStorePath(process.env))
 */
export async function openStore(pathOrUrl: string, options: OpenStoreOptions = {}): Promise<Store> {
  return new SqlStore(await openDatabase(pathOrUrl, options));
}

/** The database under the store, with its tables brought up to date. */
export async function openDatabase(pathOrUrl: string, options: OpenStoreOptions = {}): Promise<Database> {
  const path = storeFile(pathOrUrl);
  prepareSqliteFile(path);
  const database = await SqliteDatabase.open(path, options.busyTimeoutMs ?? BUSY_TIMEOUT_MS);
  try {
    await migrate(database, path);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Absolute, so that libsql takes it for neither `:memory:` nor a URL of a server. */
function storeFile(pathOrUrl: string): string {
  if (pathOrUrl === '' || /[\0-\x1f\x7f]/.test(pathOrUrl)) {
    throw new StoreError('unsupported', 'store: an empty name or one with control characters names no file');
  }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(pathOrUrl)?.[1]?.toLowerCase();
  if (scheme === 'file') return fileUrl(pathOrUrl);
  if (scheme === 'postgres' || scheme === 'postgresql') {
    throw new StoreError(
      'unsupported',
      'store postgres: this version keeps its store in a file; name one with --store',
    );
  }
  if (scheme !== undefined && pathOrUrl.includes('://')) {
    throw new StoreError('unsupported', `store ${scheme}: no such kind of store; name a file with --store`);
  }
  return resolve(pathOrUrl);
}

function fileUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new StoreError('unsupported', 'store file: this URL names no file here; name one as file:///path', {
      cause: error,
    });
  }
}
