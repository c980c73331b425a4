import { afterEach, describe, expect, test } from 'vitest';
import { SqlSessions } from '../../src/store/sql-sessions.js';
import { minute } from './support/plain-values.js';
import { stores } from './support/stores.js';

const session = (hash: string, from: number, to: number) => ({
  ...{ hash, token: `token of ${hash}`, createdAt: minute(from), expiresAt: minute(to) },
});

describe.each(stores)('sessions in $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    return { ...made, sessions: new SqlSessions(made.database) };
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  test('one is found by its hash until it expires, and no longer', async () => {
    const { sessions } = await make();
    await sessions.begin(session('a', 0, 5));
    await sessions.begin(session('b', 1, 9));
    expect(await sessions.byHash('a', minute(4))).toEqual(session('a', 0, 5));
    expect(await sessions.byHash('a', minute(5))).toBeNull();
    expect(await sessions.byHash('b', minute(5))).toEqual(session('b', 1, 9));
    expect(await sessions.byHash('c', minute(0))).toBeNull();
  });

  test('one that was ended is gone, and the others are not', async () => {
    const { sessions } = await make();
    await sessions.begin(session('a', 0, 9));
    await sessions.begin(session('b', 0, 9));
    await sessions.end('a');
    await sessions.end('never begun');
    expect(await sessions.byHash('a', minute(1))).toBeNull();
    expect(await sessions.byHash('b', minute(1))).toEqual(session('b', 0, 9));
  });

  test('those that expired are dropped, and counted', async () => {
    const { sessions, database } = await make();
    for (const [hash, end] of [
      ['a', 3],
      ['b', 4],
      ['c', 5],
    ] as const)
      await sessions.begin(session(hash, 0, end));
    expect([await sessions.prune(minute(4)), await sessions.prune(minute(4))]).toEqual([2, 0]);
    expect(await database.rows('SELECT hash FROM session')).toEqual([{ hash: 'c' }]);
  });

  test('a time that is none is refused, and begins nothing', async () => {
    const { sessions, database } = await make();
    await expect(sessions.begin({ ...session('a', 0, 5), expiresAt: 'soon' })).rejects.toThrow(RangeError);
    expect(await database.rows('SELECT hash FROM session')).toEqual([]);
  });
});
