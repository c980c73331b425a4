import { migrateWithin, refuseNewer, SCHEMA_VERSION } from './migrate.js';
import { PostgresDatabase } from './postgres.js';
import { MIGRATION_TIMEOUT_MS } from './postgres-limits.js';
import * as sql from './statements.js';
import { StoreError } from './store-error.js';

/** The oldest that the statements are tried on; `server_version_num`. */
const MIN_VERSION = 150_000;
/** Held while the schema is changed; any fixed number that no other program on the same database takes. */
const MIGRATION_LOCK = 0x6372_6f73;

const SELECT_SERVER = `
  SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
    to_regclass('crossproof_schema')::text AS schema_table`;

/**
 * Opens a database of a server, and makes the tables where there are none. Fails at once with code `unavailable` where
 * the server is not there. Once the tables are made, the user needs no right to create any.
 */
export async function openPostgres(url: string, timeoutMs?: number): Promise<PostgresDatabase> {
  const database = new PostgresDatabase(url, timeoutMs === undefined ? {} : { timeoutMs });
  try {
    if (!(await isUpToDate(database))) await bringUpToDate(url);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function isUpToDate(database: PostgresDatabase): Promise<boolean> {
  const [server] = await database.rows(SELECT_SERVER);
  if (Number(server?.version) < MIN_VERSION) {
    throw unsupported(database, 'an old server; PostgreSQL 15 or newer is needed');
  }
  if (server?.encoding !== 'UTF8') {
    throw unsupported(
      database,
      `a database in ${String(server?.encoding)}; make one with createdb --encoding=UTF8`,
    );
  }
  if (server.schema_table === null) return false;
  const [row] = await database.rows(sql.SELECT_SCHEMA);
  const version = Number(row?.version ?? 0);
  refuseNewer(version, database.name);
  return version === SCHEMA_VERSION;
}

/** Two at once wait for each other. Over a connection of its own: a large table takes longer than any other statement. */
async function bringUpToDate(url: string): Promise<void> {
  const database = new PostgresDatabase(url, { poolSize: 1, timeoutMs: MIGRATION_TIMEOUT_MS });
  try {
    await database.write(async (queries) => {
      await queries.rows('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await migrateWithin(queries, database.name);
    });
  } finally {
    await database.close();
  }
}

function unsupported({ name }: PostgresDatabase, text: string): StoreError {
  return new StoreError('unsupported', `store ${name}: ${text}`);
}
