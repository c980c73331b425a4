import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { openDatabase } from '../../src/store/open-store.js';
import type { Wish } from '../../src/store/wish-types.js';
import { ALICE, BOB, minute } from './support/plain-values.js';
import { stores } from './support/stores.js';
import { newToken, watchers } from './support/watchers.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const subjectOf = (n: number): string => `mimi://a.example/u/${String(n).padStart(5, '0')}`;
const wanted = (every: number, due = 10, subject = ALICE) => {
  return { subject, everySeconds: every * HOUR, dueAt: minute(due), createdAt: minute(0) };
};
const told = (every: number, due = 10): Wish => {
  return { subject: ALICE, everySeconds: every * HOUR, dueAt: minute(due), lastRunAt: null };
};

describe.each(stores)('wishes in $name', ({ open, newUrl }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    return watchers(made.database);
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  test('a caller sees and ends his own, and the schedule follows the most frequent that stands', async () => {
    const { schedules, wishes } = await make();
    const every = async () => (await schedules.get(ALICE))?.everySeconds;
    expect(await wishes.put('one', wanted(6))).toEqual({ wish: told(6), isNew: true });
    expect(await wishes.put('two', wanted(24, 30))).toEqual({ wish: told(24), isNew: true });
    expect(await every()).toBe(6 * HOUR);
    expect(await wishes.put('two', wanted(2, 5))).toEqual({ wish: told(2, 5), isNew: false });
    expect([await wishes.get('one', ALICE), await every()]).toEqual([told(6, 5), 2 * HOUR]);
    expect([await wishes.get('three', ALICE), await wishes.get('one', BOB)]).toEqual([null, null]);
    expect([await wishes.remove('three', ALICE), await wishes.remove('one', BOB)]).toEqual([false, false]);
    expect([await wishes.remove('two', ALICE), await wishes.remove('two', ALICE)]).toEqual([true, false]);
    expect([await wishes.get('two', ALICE), await every()]).toEqual([null, 6 * HOUR]);
    expect([await wishes.remove('one', ALICE), await every()]).toEqual([true, undefined]);
  });

  test('the keeper’s is one of them, and costs no row where it is the only one', async () => {
    const { schedules, wishes, rows } = await make();
    const alone = { ...wanted(6), calm: 0, soon: 0, lastRunAt: null };
    await schedules.put(wanted(6));
    await wishes.put('one', wanted(2));
    expect((await rows()).length).toBe(1);
    expect(await schedules.put(wanted(24))).toEqual({ ...alone, everySeconds: 2 * HOUR });
    await wishes.remove('one', ALICE);
    expect([await schedules.get(ALICE), await rows()]).toEqual([{ ...alone, everySeconds: 24 * HOUR }, []]);
    // As if there had been no other: changed in place.
    expect(await schedules.put(wanted(30))).toEqual({ ...alone, everySeconds: 30 * HOUR });
    await wishes.put('one', wanted(40));
    expect((await schedules.put(wanted(50))).everySeconds).toBe(40 * HOUR);
    expect((await schedules.put(wanted(1))).everySeconds).toBe(HOUR);
  });

  test('the keeper ends a schedule with everybody’s wishes', async () => {
    const { schedules, wishes, rows } = await make();
    await wishes.put('one', wanted(6));
    await wishes.put('two', wanted(6));
    expect([await schedules.remove(ALICE), await schedules.remove(ALICE)]).toEqual([true, false]);
    expect([await wishes.get('one', ALICE), await wishes.remove('two', ALICE)]).toEqual([null, false]);
    expect(await rows()).toEqual([]);
  });

  test('the keeper’s many are put beside those of callers, and listed with how many want them', async () => {
    const { schedules, wishes } = await make();
    await wishes.put('one', wanted(2, 10, subjectOf(7)));
    await wishes.put('two', wanted(12, 10, subjectOf(7)));
    await wishes.put('one', wanted(12, 10, subjectOf(80)));
    await wishes.put('one', wanted(12, 10, subjectOf(200)));
    await schedules.putAll(Array.from({ length: 100 }, (_, n) => wanted(6, 10, subjectOf(n))));
    const listed = await schedules.list({ limit: 500 });
    const counted = listed.map(({ subject, everySeconds, wishes: n }) => [subject, everySeconds / HOUR, n]);
    const expected = Array.from({ length: 100 }, (_, n) => [subjectOf(n), 6, 1]);
    expected[7] = [subjectOf(7), 2, 3];
    expected[80] = [subjectOf(80), 6, 2];
    expect(counted).toEqual([...expected, [subjectOf(200), 12, 1]]);
  });

  test('a wish tells of no verification that was before it', async () => {
    const { schedules, wishes } = await make();
    await wishes.put('one', wanted(6));
    const settled = { dueAt: minute(70), calm: 1, soon: 0 };
    await schedules.settle(ALICE, { ...settled, lastRunAt: minute(11) });
    const { wish } = (await wishes.put('two', { ...wanted(6, 90), createdAt: minute(12) })) ?? {};
    expect(wish).toEqual(told(6, 70));
    expect(await wishes.get('one', ALICE)).toEqual({ ...told(6, 70), lastRunAt: minute(11) });
    await schedules.settle(ALICE, { ...settled, lastRunAt: minute(71) });
    expect(await wishes.get('two', ALICE)).toEqual({ ...told(6, 70), lastRunAt: minute(71) });
  });

  test('quiet short intervals make no long one longer, whoever asked for them', async () => {
    const { schedules, wishes } = await make();
    const calm = async () => {
      const { calm: quiet, soon } = (await schedules.get(ALICE)) ?? {};
      return [quiet, soon];
    };
    const settle = () => schedules.settle(ALICE, { dueAt: minute(70), calm: 28, soon: 3, lastRunAt: null });
    await schedules.put(wanted(24));
    await wishes.put('one', wanted(1));
    await settle();
    await wishes.put('two', wanted(1));
    await wishes.put('one', wanted(12));
    expect(await calm()).toEqual([28, 3]);
    await wishes.remove('two', ALICE);
    expect(await calm()).toEqual([0, 0]);
    await settle();
    await wishes.remove('one', ALICE);
    expect(await calm()).toEqual([0, 0]);
    await settle();
    await schedules.put(wanted(23));
    expect(await calm()).toEqual([28, 3]);
    await schedules.put(wanted(24));
    expect(await calm()).toEqual([0, 0]);
  });

  test('the wishes of a token end when it is revoked, and it gets no new ones', async () => {
    const { schedules, wishes, tokens, rows } = await make();
    for (const id of ['gone', 'other']) await tokens.add(newToken(id));
    // More than one page.
    const subjects = Array.from({ length: 520 }, (_, n) => subjectOf(n));
    await Promise.all(subjects.map((subject) => wishes.put('gone', wanted(1, 10, subject))));
    await wishes.put('other', wanted(6, 10, subjectOf(3)));
    await schedules.put(wanted(24, 10, subjectOf(4)));
    expect(await tokens.revoke('gone', minute(5))).toBe(true);
    const left = (await schedules.list({ limit: 500 })).map(({ subject, everySeconds }) => [
      subject,
      everySeconds / HOUR,
    ]);
    expect(left).toEqual([
      [subjectOf(3), 6],
      [subjectOf(4), 24],
    ]);
    expect((await rows()).map(({ caller }) => caller)).toEqual(['other']);
    expect(await wishes.put('gone', wanted(1))).toBeNull();
    expect(await schedules.get(ALICE)).toBeNull();
    expect(await tokens.revoke('gone', minute(6))).toBe(false);
  });

  test('the wishes of a token end some time after it has expired', async () => {
    const { schedules, wishes, tokens } = await make();
    await tokens.add(newToken('short', minute(30)));
    await tokens.add(newToken('long', minute(90)));
    await tokens.add(newToken('idle', minute(30)));
    for (const id of ['short', 'long', 'config.name']) await wishes.put(id, wanted(id === 'short' ? 1 : 6));
    expect([await wishes.prune(minute(29)), (await schedules.get(ALICE))?.everySeconds]).toEqual([0, HOUR]);
    expect([await wishes.prune(minute(30)), (await schedules.get(ALICE))?.everySeconds]).toEqual([
      1,
      6 * HOUR,
    ]);
    expect(await wishes.prune(minute(30))).toBe(0);
    expect([await wishes.get('short', ALICE), await wishes.get('config.name', ALICE)]).toEqual([
      null,
      told(6),
    ]);
  });

  test('a wish that is wrong leaves nothing', async () => {
    const { schedules, wishes } = await make();
    await expect(wishes.put('', wanted(1))).rejects.toThrow(RangeError);
    await expect(wishes.put('one', { ...wanted(1), dueAt: 'no time' })).rejects.toThrow(RangeError);
    await expect(wishes.put('one', { ...wanted(1), subject: '' })).rejects.toThrow('a subject has 1 to');
    expect(await schedules.count()).toBe(0);
  });

  describe('beside processes of the version before', () => {
    const PUT = `INSERT INTO schedule (subject, every_seconds, due_at, calm, soon, created_at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (subject) DO UPDATE SET
        every_seconds = excluded.every_seconds,
        due_at = CASE WHEN excluded.due_at < schedule.due_at THEN excluded.due_at ELSE schedule.due_at END`;
    const oldPut = (database: Database, every: number) =>
      database.write((queries) => queries.change(PUT, [ALICE, every * HOUR, minute(10), 0, 0, minute(0)]));

    test('what was there, and what they add, is the keeper’s', async () => {
      const url = await newUrl();
      const before = await openDatabase(url);
      await oldPut(before, 6);
      // As it was.
      for (const sql of [
        'DROP TABLE schedule_wish',
        'ALTER TABLE schedule DROP COLUMN keeper_seconds',
        'UPDATE crossproof_schema SET version = 3',
      ])
        await before.write((queries) => queries.change(sql));
      await before.close();
      const database = await openDatabase(url);
      opened.push(database);
      const { schedules, wishes } = watchers(database);
      await wishes.put('one', wanted(1));
      expect((await schedules.list({ limit: 1 }))[0]).toMatchObject({ everySeconds: HOUR, wishes: 2 });
      await wishes.remove('one', ALICE);
      expect((await schedules.list({ limit: 1 }))[0]).toMatchObject({ everySeconds: 6 * HOUR, wishes: 1 });
    });

    test.each([2, 12])('what they change to every %i hours is the keeper’s', async (every) => {
      const { database, schedules, wishes } = await make();
      await wishes.put('one', wanted(6));
      await wishes.put('two', wanted(24));
      await oldPut(database, every);
      await wishes.put('two', wanted(48));
      expect((await schedules.list({ limit: 1 }))[0]).toMatchObject({
        everySeconds: Math.min(every, 6) * HOUR,
        wishes: 3,
      });
      await wishes.remove('one', ALICE);
      await wishes.remove('two', ALICE);
      expect((await schedules.get(ALICE))?.everySeconds).toBe(every * HOUR);
    });

    test('what they make less frequent than callers wish is so until the next verification', async () => {
      const { database, schedules, wishes } = await make();
      await wishes.put('one', wanted(6));
      await oldPut(database, 12);
      expect((await schedules.get(ALICE))?.everySeconds).toBe(12 * HOUR);
      await schedules.settle(ALICE, { dueAt: minute(70), calm: 1, soon: 0, lastRunAt: minute(11) });
      expect((await schedules.list({ limit: 1 }))[0]).toMatchObject({ everySeconds: 6 * HOUR, wishes: 2 });
    });

    test('the wishes of a token that they revoke end some time after', async () => {
      const { database, schedules, wishes, tokens } = await make();
      await tokens.add(newToken('gone'));
      await wishes.put('gone', wanted(6));
      const revoke = 'UPDATE token SET revoked_at = $1 WHERE id = $2';
      await database.write((queries) => queries.change(revoke, [minute(5), 'gone']));
      expect([await wishes.prune(minute(6)), await wishes.prune(minute(7))]).toEqual([1, 0]);
      expect(await schedules.get(ALICE)).toBeNull();
    });

    test('what they end or forget has no wishes left', async () => {
      const { database, wishes, rows } = await make();
      await wishes.put('one', wanted(6));
      await database.write((queries) => queries.change('DELETE FROM schedule WHERE subject = $1', [ALICE]));
      expect([await rows(), await wishes.get('one', ALICE)]).toEqual([[], null]);
      await oldPut(database, DAY / HOUR);
      expect(await wishes.get('one', ALICE)).toBeNull();
    });
  });
});
