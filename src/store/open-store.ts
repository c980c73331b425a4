import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.js';
import { migrate } from './migrate.js';
import { serverName } from './server-name.js';
import { SqlStore } from './sql-store.js';
import { SqliteDatabase } from './sqlite.js';
import { prepareSqliteFile } from './sqlite-file.js';
import { StoreError } from './store-error.js';
import type { Store } from './types.js';

/** A writer holds the lock for milliseconds; who holds it for seconds is stuck, and a person is told. */
const BUSY_TIMEOUT_MS = 5_000;

export interface OpenStoreOptions {
  /** Milliseconds to wait for another process's lock on a file, at opening and at each write. */
  readonly busyTimeoutMs?: number;
  /** Milliseconds for one statement of a server, where it is to take longer than a page of rows does. */
  readonly statementTimeoutMs?: number;
}

/**
 * Opens the store, and makes it where there is none.
 *
 * @param pathOrUrl a file, as a path or a `file:` URL, or a `postgres:` URL
 * @throws StoreError
 * @example const store = await openStore(defaultStorePath(process.env))
 */
export async function openStore(pathOrUrl: string, options: OpenStoreOptions = {}): Promise<Store> {
  return new SqlStore(await openDatabase(pathOrUrl, options));
}

/** The same, for those who need more of it than the store: jobs, schedules, tokens. */
export async function openDatabase(pathOrUrl: string, options: OpenStoreOptions = {}): Promise<Database> {
  if (isPostgres(pathOrUrl)) {
    // Only here: the driver is of no use to those who keep a file.
    const { openPostgres } = await import('./postgres-open.js');
    return openPostgres(pathOrUrl, options.statementTimeoutMs);
  }
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

/** For messages: the path of a file, or the URL of a server without user, password and options. */
export function storeName(pathOrUrl: string): string {
  return isPostgres(pathOrUrl) ? serverName(pathOrUrl) : storeFile(pathOrUrl);
}

export function isPostgres(pathOrUrl: string): boolean {
  return /^postgres(ql)?:/i.test(pathOrUrl);
}

/**
 * The path of a store that is a file; absolute, so that libsql takes it for neither `:memory:` nor a URL of a server.
 *
 * @throws StoreError `unsupported`
 */
export function storeFile(pathOrUrl: string): string {
  if (pathOrUrl === '' || /[\0-\x1f\x7f]/.test(pathOrUrl)) {
    throw new StoreError('unsupported', 'store: an empty name or one with control characters names no file');
  }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(pathOrUrl)?.[1]?.toLowerCase();
  if (scheme === 'file') return fileUrl(pathOrUrl);
  if (scheme !== undefined && pathOrUrl.includes('://')) {
    throw new StoreError(
      'unsupported',
      `store ${scheme}: no such kind of store; name a file or a postgres: URL with --store`,
    );
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
