import { join } from 'node:path';
import { migrate } from '../../../src/store/migrate.js';
import { SqlStore } from '../../../src/store/sql-store.js';
import { SqliteDatabase } from '../../../src/store/sqlite.js';
import { prepareSqliteFile } from '../../../src/store/sqlite-file.js';
import { folder } from './folder.js';

/** Each kind of database that the store runs on, opened new and empty. */
export const stores = [
  {
    name: 'SQLite',
    open: async () => {
      const url = join(folder(), 'store.sqlite');
      prepareSqliteFile(url);
      const database = await SqliteDatabase.open(url, 5000);
      await migrate(database, url);
      const store = new SqlStore(database);
      return { database, store, close: () => store.close(), url };
    },
  },
];
