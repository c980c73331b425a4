import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SqlValue } from '../../src/store/database.js';
import { SqliteConnection } from '../../src/store/sqlite-connection.js';
import { folder } from './support/folder.js';

function connection(): SqliteConnection {
  const made = new SqliteConnection(join(folder(), 'x.sqlite'));
  made.exec('CREATE TABLE t (a text, b bigint, c bytea)');
  return made;
}

test('parameters are bound by number, in any order and more than once', () => {
  expect(connection().rows('SELECT $2 AS second, $1 AS first, $2 AS again', ['one', 'two'])).toEqual([
    { second: 'two', first: 'one', again: 'two' },
  ]);
});

test('every kind of value comes back as it went in', () => {
  const c = connection();
  const rows: [string | null, number | null, Buffer | null][] = [
    ['', 0, Buffer.alloc(0)],
    ['\u{1f600} é', Number.MAX_SAFE_INTEGER, Buffer.from([0, 255, 0])],
    ['x', Number.MIN_SAFE_INTEGER, Buffer.from('text')],
    [null, null, null],
  ];
  for (const row of rows) expect(c.change('INSERT INTO t VALUES ($1, $2, $3)', row)).toBe(1);
  expect(c.rows('SELECT a, b, c FROM t')).toEqual(rows.map(([a, b, bytes]) => ({ a, b, c: bytes })));
  expect(c.rows('SELECT length($1) AS size', [Buffer.alloc(9)])).toEqual([{ size: 9 }]);
  c.close();
});

test.each([
  ['a boolean', true, 'a boolean cannot be stored'],
  ['a date', new Date(0), 'a object cannot be stored'],
  ['undefined', undefined, 'a undefined cannot be stored'],
  ['a bigint', 1n, 'a bigint cannot be stored'],
  ['bytes that are no Buffer', new Uint8Array(1), 'a object cannot be stored'],
  ['an array', ['x'], 'a object cannot be stored'],
  ['a fraction', 0.5, 'only safe integers are stored'],
  ['more than 2^53', 2 ** 53, 'only safe integers are stored'],
  ['not a number', Number.NaN, 'only safe integers are stored'],
  ['NUL', 'a\0b', 'text with NUL is not stored: it would be cut there'],
  ['a lone surrogate', '\ud800', 'text with a lone surrogate is not stored'],
])('%s never reaches the driver', (_what, value, message) => {
  const c = connection();
  // What a caller without types could pass.
  const values = [value] as unknown as SqlValue[];
  expect(() => c.change('INSERT INTO t (a) VALUES ($1)', values)).toThrow(message);
  expect(c.rows('SELECT a FROM t')).toEqual([]);
  c.close();
});

test('a statement that is wrong is a bug of ours, not trouble with the store', () => {
  const c = connection();
  expect(() => c.rows('SELECT nothing FROM t')).toThrow(expect.objectContaining({ name: 'SqliteError' }));
  expect(() => c.rows('SELECT a FROM missing')).toThrow('no such table: missing');
  c.close();
  expect(() => c.rows('SELECT a FROM t')).toThrow('store: closed');
  expect(() => c.exec('BEGIN')).toThrow('store: closed');
  expect(c.inTransaction).toBe(false);
});
