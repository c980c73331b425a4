import { describe, expect, test } from 'vitest';
import { migrations } from '../../src/store/migrations/index.js';
import { TABLES } from '../../src/store/tables.js';
import { stores } from './support/stores.js';

test('every table that a migration makes is known, in the order they are made', () => {
  const made = migrations.flatMap(({ statements }) =>
    statements.flatMap((text) => /^CREATE TABLE (\w+)/.exec(text)?.[1] ?? []),
  );
  expect(TABLES.map(({ name }) => name)).toEqual(made);
});

describe.each(stores)('the tables of $name', ({ open, name: kind }) => {
  test('have the columns that are known, and the keys', async () => {
    const { database, close } = await open();
    for (const { name, columns, keys } of TABLES) {
      const rows = await database.rows(kind === 'SQLite' ? SQLITE_COLUMNS : POSTGRES_COLUMNS, [name]);
      expect([name, rows.map((row) => row.name)]).toEqual([name, columns]);
      const primary = rows.filter((row) => Number(row.pk) > 0).map((row) => row.name);
      expect([name, primary]).toEqual([name, columns.slice(0, keys)]);
    }
    await close();
  });
});

const SQLITE_COLUMNS = 'SELECT name, pk FROM pragma_table_info($1) ORDER BY cid';
const POSTGRES_COLUMNS = `
  SELECT a.attname::text AS name,
    coalesce((SELECT array_position(i.indkey::int[], a.attnum::int) + 1 FROM pg_index AS i
      WHERE i.indrelid = a.attrelid AND i.indisprimary), 0) AS pk
  FROM pg_attribute AS a
  WHERE a.attrelid = to_regclass($1) AND a.attnum > 0
  ORDER BY a.attnum`;
