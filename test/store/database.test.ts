import { afterEach, describe, expect, test } from 'vitest';
import type { Database, SqlValue } from '../../src/store/database.js';
import { stores } from './support/stores.js';

const INSERT = `
  INSERT INTO response (key, url, accept, final_url, status, headers, body, stored_at, size)
  VALUES ($1, $1, $1, $1, $2, $1, $3, $1, $2)`;
const SELECT = 'SELECT url, status, body FROM response WHERE key = $1';

describe.each(stores)('a database of $name', ({ open }) => {
  const opened: Database[] = [];
  const make = async (): Promise<Database> => {
    const { database } = await open();
    opened.push(database);
    return database;
  };
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  const put = (database: Database, ...values: SqlValue[]): Promise<number> =>
    database.write((queries) => queries.change(INSERT, values));

  test('gives every kind of value back as it went in', async () => {
    const database = await make();
    const rows: [string, number, Buffer][] = [
      ['', 0, Buffer.alloc(0)],
      ['\u{1f600} é \\ \' "', Number.MAX_SAFE_INTEGER, Buffer.from([0, 255, 0, 92])],
      ['x', Number.MIN_SAFE_INTEGER, Buffer.from('text')],
    ];
    for (const row of rows) expect(await put(database, ...row)).toBe(1);
    for (const [url, status, body] of rows) {
      expect(await database.rows(SELECT, [url])).toEqual([{ url, status, body }]);
    }
    expect(await database.rows('SELECT count(*) AS all_rows, $1 AS absent FROM response', [null])).toEqual([
      { all_rows: 3, absent: null },
    ]);
  });

  test('binds parameters by number, in any order and more than once', async () => {
    const database = await make();
    await put(database, 'a', 7, Buffer.from('x'));
    const sql = 'SELECT url FROM response WHERE status > $2 AND url = $1 AND status < $3 AND accept = $1';
    expect(await database.rows(sql, ['a', 6, 8])).toEqual([{ url: 'a' }]);
    expect(await database.rows(sql, ['a', 7, 8])).toEqual([]);
  });

  test.each([
    ['a boolean', true, 'a boolean cannot be stored'],
    ['a date', new Date(0), 'a object cannot be stored'],
    ['undefined', undefined, 'a undefined cannot be stored'],
    ['a bigint', 1n, 'a bigint cannot be stored'],
    ['a fraction', 0.5, 'only safe integers are stored'],
    ['NUL', 'a\0b', 'text with NUL is not stored: it would be cut there'],
    ['a lone surrogate', '\ud800', 'text with a lone surrogate is not stored'],
  ])('lets %s reach no driver', async (_what, value, message) => {
    const database = await make();
    // What a caller without types could pass.
    const values = [value, 1, Buffer.alloc(0)] as unknown as SqlValue[];
    await expect(put(database, ...values)).rejects.toThrow(message);
    expect(await database.rows('SELECT url FROM response')).toEqual([]);
  });

  test('shows a write to others when it is done, and never where it fails', async () => {
    const database = await make();
    const seen: number[] = [];
    const look = async (): Promise<number> =>
      seen.push((await database.rows('SELECT url FROM response')).length);
    await database.write(async (queries) => {
      await queries.change(INSERT, ['a', 1, Buffer.alloc(0)]);
      expect(await queries.rows(SELECT, ['a'])).toHaveLength(1);
      await look();
    });
    await look();
    const failing = database.write(async (queries) => {
      await queries.change(INSERT, ['b', 1, Buffer.alloc(0)]);
      throw new RangeError('on purpose');
    });
    await expect(failing).rejects.toThrow(new RangeError('on purpose'));
    await look();
    expect(seen).toEqual([0, 1, 1]);
  });

  test('a statement that is wrong is a bug of ours, and breaks nothing else', async () => {
    const database = await make();
    const wrong = database.write((queries) => queries.change('DELETE FROM nowhere'));
    await expect(wrong).rejects.toThrow('nowhere');
    await expect(wrong).rejects.not.toMatchObject({ name: 'StoreError' });
    await expect(database.rows('SELECT nothing FROM response')).rejects.toThrow('nothing');
    expect(await put(database, 'a', 1, Buffer.alloc(0))).toBe(1);
  });

  test('erasing changes nothing that is kept', async () => {
    const database = await make();
    await put(database, 'a', 1, Buffer.alloc(0));
    await database.erase();
    expect(await database.rows(SELECT, ['a'])).toHaveLength(1);
  });
});
