import type { Database } from './database.js';
import { migrations } from './migrations/index.js';
import * as sql from './statements.js';
import { StoreError } from './store-error.js';

/**
 * Brings the schema up to date in one transaction; two processes that open at once wait for each other. A newer
 * schema is left untouched and refused with code `newer-version`. `name` says in messages which store it is.
 */
export async function migrate(database: Database, name: string): Promise<void> {
  await database.write(async (queries) => {
    await queries.change(sql.CREATE_SCHEMA_TABLE);
    const [row] = await queries.rows(sql.SELECT_SCHEMA);
    if (row === undefined) await queries.change(sql.INSERT_SCHEMA, [0]);
    const version = row === undefined ? 0 : Number(row.version);
    const latest = migrations.at(-1)?.version ?? 0;
    if (version > latest) {
      throw new StoreError(
        'newer-version',
        `store ${name}: written by a newer crossproof (schema ${version}, this one knows ${latest}); upgrade, or name another with --store`,
      );
    }
    for (const migration of migrations.slice(version)) {
      for (const statement of migration.statements) await queries.change(statement);
    }
    if (version < latest) await queries.change(sql.UPDATE_SCHEMA, [latest]);
  });
}
