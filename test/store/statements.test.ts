import { describe, expect, test } from 'vitest';
import { migrations } from '../../src/store/migrations/index.js';
import * as statements from '../../src/store/statements.js';

/** Spellings that one of SQLite and PostgreSQL does not take, or takes otherwise. */
const NOT_PORTABLE = [
  /\?/, // SQLite's parameters
  /[:@][a-z]\w*/i, // named parameters
  /"|`|\[/, // quoted names, MySQL's and SQLite's among them
  /\bINSERT OR\b|\bREPLACE INTO\b/i,
  /\b(AUTOINCREMENT|WITHOUT ROWID|STRICT|PRAGMA|VACUUM|GLOB|ROWID|COLLATE|RETURNING)\b/i,
  /\b(blob|datetime|boolean|jsonb?|serial|real|double|integer|varchar)\b/i,
  /\b(strftime|datetime|julianday|unixepoch|ifnull|iif|printf|instr|group_concat|total|json_\w+|changes|random)\s*\(/i,
  /\b(now|string_agg|to_char|date_trunc|extract|greatest|least|encode|decode|nextval)\s*\(/i,
  /\bLIMIT\s+\S+\s*,/i,
];
const all = [
  ...Object.entries(statements),
  ...migrations.flatMap(({ version, statements: steps }) =>
    steps.map((step, index): [string, string] => [`migration ${version}, statement ${index + 1}`, step]),
  ),
];

describe.each(all)('%s', (_name, sql) => {
  test('is in the subset that both databases run', () => {
    const text = sql.replace(/''/g, 'EMPTY');
    expect(NOT_PORTABLE.filter((pattern) => pattern.test(text))).toEqual([]);
    expect(text).not.toMatch(/['\0;]/);
  });

  test('numbers its parameters from $1 without a gap', () => {
    const used = new Set([...sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
    expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: used.size }, (_, n) => n + 1));
  });
});

test('migrations are numbered without a gap and hold no parameters', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  expect(migrations.flatMap(({ statements: steps }) => steps.filter((step) => step.includes('$')))).toEqual(
    [],
  );
});
