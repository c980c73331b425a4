import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import type { Database } from '../../../src/store/database.js';
import { openDatabase } from '../../../src/store/open-store.js';
import { SqlStore } from '../../../src/store/sql-store.js';
import type { Store } from '../../../src/store/types.js';
import { postgresMissing } from '../../support/find-services.js';
import { type PrivatePostgres, startPostgres } from '../../support/postgres.js';
import { folder } from './folder.js';

export interface OpenedStore {
  readonly database: Database;
  readonly store: Store;
  /** Opens the same one again, from here or from another process. */
  readonly url: string;
  close(): Promise<void>;
}

export interface StoreKind {
  readonly name: string;
  /** Where a new and empty one may be made. */
  newUrl(): Promise<string>;
  /** A new and empty one. */
  open(): Promise<OpenedStore>;
}

let started: Promise<PrivatePostgres> | null = null;

/** The PostgreSQL that the tests of one file share, each with a database of its own. */
export function sharedPostgres(): Promise<PrivatePostgres> {
  started ??= startPostgres();
  return started;
}

afterAll(async () => {
  await (await started)?.stop();
  started = null;
});

/** Each kind of database that the store runs on. */
export const stores: readonly StoreKind[] = [
  kind('SQLite', async () => join(folder(), 'data', 'store.sqlite')),
  ...(postgresMissing() === null
    ? [kind('PostgreSQL', async () => (await sharedPostgres()).createDatabase())]
    : []),
];

const missing = postgresMissing();
if (missing !== null) test.skip(`the same over PostgreSQL (${missing})`, () => undefined);

function kind(name: string, newUrl: () => Promise<string>): StoreKind {
  return {
    name,
    newUrl,
    open: async () => {
      const url = await newUrl();
      const database = await openDatabase(url);
      return { database, store: new SqlStore(database), url, close: () => database.close() };
    },
  };
}
