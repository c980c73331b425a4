import type { Database, Queries } from './database.js';
import { migrations } from './migrations/index.js';
import * as sql from './statements.js';
import { StoreError } from './store-error.js';

/** The schema that this version works with. */
export const SCHEMA_VERSION = migrations.at(-1)?.version ?? 0;

/**
 * Brings the schema up to date in one transaction; two processes that open at once wait for each other. A newer
 * schema is left untouched and refused with code `newer-version`. `name` says in messages which store it is.
 */
export async function migrate(database: Database, name: string): Promise<void> {
  await database.write((queries) => migrateWithin(queries, name));
}

/** The same inside a transaction of the caller's, which keeps others out. */
export async function migrateWithin(queries: Queries, name: string): Promise<void> {
  await queries.change(sql.CREATE_SCHEMA_TABLE);
  const [row] = await queries.rows(sql.SELECT_SCHEMA);
  if (row === undefined) await queries.change(sql.INSERT_SCHEMA, [0]);
  const version = row === undefined ? 0 : Number(row.version);
  refuseNewer(version, name);
  for (const migration of migrations.slice(version)) {
    for (const statement of migration.statements) await queries.change(statement);
  }
  if (version < SCHEMA_VERSION) await queries.change(sql.UPDATE_SCHEMA, [SCHEMA_VERSION]);
}

/** @throws StoreError `newer-version` */
export function refuseNewer(version: number, name: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new StoreError(
    'newer-version',
    `store ${name}: written by a newer crossproof (schema ${version}, this one knows ${SCHEMA_VERSION}); upgrade, or name another with --store`,
  );
}
