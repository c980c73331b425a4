import { afterEach, describe, expect, test } from 'vitest';
import { longestSeconds } from '../../src/schedule/intervals.js';
import { MAX_SCHEDULED_OPEN, PULL_IN_EVERY_MS, SWEEP_PAGE } from '../../src/schedule/limits.js';
import { createSweeper, type Sweeper } from '../../src/schedule/sweeper.js';
import type { Database } from '../../src/store/database.js';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { seeded } from '../store/support/seeded.js';
import { stores } from '../store/support/stores.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const subjectOf = (n: number): string => `mimi://a.example/u/${String(n).padStart(5, '0')}`;

/** One scheduler: its own clock and randomness over a store that others may share. */
function scheduler(database: Database, name: string, room?: number) {
  const schedules = new SqlSchedules(database);
  const jobs = new SqlJobs(database);
  const clock = frozenClock();
  const below = seeded(name.length + 3);
  const queued: string[] = [];
  let ids = 0;
  const sweeper: Sweeper = createSweeper({
    schedules,
    jobs:
      room === undefined
        ? jobs
        : { countOpen: async () => ({ queued: 0, active: 0, scheduled: MAX_SCHEDULED_OPEN - room }) },
    clock,
    random: () => below(2 ** 32) / 2 ** 32,
    newId: () => `${name}${ids++}`,
    submitted: async (created) => void queued.push(...created),
  });
  return { schedules, jobs, clock, queued, sweeper };
}

describe.each(stores)('the sweeper over $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const database = async (): Promise<Database> => {
    const made = await open();
    opened.push(made);
    return made.database;
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  /** Subjects that are due one millisecond after the other, the last of them now. */
  const putDue = async (schedules: SqlSchedules, count: number, everySeconds = DAY): Promise<void> =>
    schedules.putAll(
      Array.from({ length: count }, (_, n) => {
        const dueAt = new Date(Date.parse(NOON) - (count - 1 - n)).toISOString();
        return { subject: subjectOf(n), everySeconds, dueAt, createdAt: NOON };
      }),
    );

  test('makes a job of everything that is due, page by page, and of nothing twice', async () => {
    const { schedules, jobs, queued, sweeper } = scheduler(await database(), 'one');
    const count = SWEEP_PAGE * 2 + 34;
    await putDue(schedules, count);
    await schedules.put({
      subject: subjectOf(count),
      everySeconds: DAY,
      dueAt: '2026-11-21T12:00:00.001Z',
      createdAt: NOON,
    });
    expect(await sweeper.sweep()).toEqual({ claimed: count, submitted: count });
    expect(new Set(queued).size).toBe(count);
    expect(await jobs.countOpen()).toEqual({ queued: count, active: 0, scheduled: count });
    const [id = ''] = queued;
    expect(await jobs.get(id)).toMatchObject({
      subject: subjectOf(0),
      given: [],
      caller: null,
      origin: 'schedule',
      createdAt: NOON,
    });
    expect(await sweeper.sweep()).toEqual({ claimed: 0, submitted: 0 });
  });

  test('catches up once with what was missed for a month', async () => {
    const { schedules, clock, sweeper } = scheduler(await database(), 'one');
    await putDue(schedules, 1, HOUR);
    clock.advance(30 * DAY * 1000);
    expect(await sweeper.sweep()).toEqual({ claimed: 1, submitted: 1 });
    expect(await sweeper.sweep()).toEqual({ claimed: 0, submitted: 0 });
    const due = Date.parse((await schedules.get(subjectOf(0)))?.dueAt ?? '') - clock.now().getTime();
    expect([due >= 0.9 * HOUR * 1000, due <= 1.1 * HOUR * 1000]).toEqual([true, true]);
  });

  test('fires each due time once, however many sweep at the same time', async () => {
    const shared = await database();
    const all = ['a', 'bb', 'ccc'].map((name) => scheduler(shared, name));
    const [first] = all;
    if (first === undefined) throw new Error('no scheduler');
    await putDue(first.schedules, 1200);
    const swept = await Promise.all(all.map(({ sweeper }) => sweeper.sweep()));
    const sum = (part: 'claimed' | 'submitted') => swept.reduce((total, each) => total + each[part], 0);
    expect([sum('claimed'), sum('submitted')]).toEqual([1200, 1200]);
    expect(new Set(all.flatMap(({ queued }) => queued)).size).toBe(1200);
    expect((await first.jobs.countOpen()).scheduled).toBe(1200);
  });

  test('joins the job that somebody has asked for already', async () => {
    const { schedules, jobs, queued, sweeper } = scheduler(await database(), 'one');
    await putDue(schedules, 1);
    await sweeper.sweep();
    await schedules.move([
      { subject: subjectOf(0), from: (await schedules.get(subjectOf(0)))?.dueAt ?? '', to: NOON },
    ]);
    expect(await sweeper.sweep()).toEqual({ claimed: 1, submitted: 0 });
    expect([queued, await jobs.idsOf(subjectOf(0))]).toEqual([['one0'], ['one0']]);
  });

  test('leaves the rest where it is when enough jobs are open, the least overdue last', async () => {
    const shared = await database();
    const { schedules, jobs, sweeper } = scheduler(shared, 'full', 0);
    await putDue(schedules, 3);
    expect(await sweeper.sweep()).toEqual({ claimed: 0, submitted: 0 });
    expect(await jobs.countOpen()).toEqual({ queued: 0, active: 0, scheduled: 0 });
    const due = (await schedules.due(NOON, 500)).map(({ subject }) => subject);
    expect(due).toEqual([0, 1, 2].map(subjectOf));
  });

  test('takes no more than there is room for at the time', async () => {
    const shared = await database();
    const jobs = new SqlJobs(shared);
    const schedules = new SqlSchedules(shared);
    let asked = 0;
    let ids = 0;
    const sweeper = createSweeper({
      schedules,
      // Room for two, and then for none.
      jobs: {
        countOpen: async () => ({
          queued: 0,
          active: 0,
          scheduled: MAX_SCHEDULED_OPEN - (asked++ === 0 ? 2 : 0),
        }),
      },
      clock: frozenClock(),
      random: () => 0.5,
      newId: () => `id${ids++}`,
      submitted: async () => undefined,
    });
    await putDue(schedules, 5);
    expect(await sweeper.sweep()).toEqual({ claimed: 2, submitted: 2 });
    expect([await jobs.idsOf(subjectOf(0)), await jobs.idsOf(subjectOf(2))].map((ids) => ids.length)).toEqual(
      [1, 0],
    );
  });

  test('loses nothing when the queue is away: the jobs stand open in the store', async () => {
    const shared = await database();
    const schedules = new SqlSchedules(shared);
    const jobs = new SqlJobs(shared);
    let ids = 0;
    const sweeper = createSweeper({
      ...{ schedules, jobs, clock: frozenClock(), random: () => 0.5, newId: () => `id${ids++}` },
      submitted: async () => {
        throw new Error('the queue is away');
      },
    });
    await putDue(schedules, SWEEP_PAGE + 2);
    await expect(sweeper.sweep()).rejects.toThrow('the queue is away');
    expect((await jobs.countOpen()).queued).toBe(SWEEP_PAGE);
    await expect(sweeper.sweep()).rejects.toThrow('the queue is away');
    expect((await jobs.countOpen()).queued).toBe(SWEEP_PAGE + 2);
    expect(await sweeper.sweep()).toEqual({ claimed: 0, submitted: 0 });
  });

  test('stops between two pages when it is told to', async () => {
    const { schedules, sweeper } = scheduler(await database(), 'one');
    await putDue(schedules, 3);
    expect(await sweeper.sweep(AbortSignal.abort())).toEqual({ claimed: 0, submitted: 0 });
    expect((await schedules.due(NOON, 500)).length).toBe(3);
  });

  describe('when the clock jumps', () => {
    test('forward an hour, each subject is verified once and the next time counts from there', async () => {
      const { schedules, jobs, clock, sweeper } = scheduler(await database(), 'one');
      await putDue(schedules, 20, HOUR);
      await sweeper.sweep();
      for (const { id } of await jobs.open({ limit: 500 })) await jobs.fail(id, NOON, 'internal');
      clock.advance(HOUR * 1000 * 1.2);
      expect(await sweeper.sweep()).toEqual({ claimed: 20, submitted: 20 });
      expect(await sweeper.sweep()).toEqual({ claimed: 0, submitted: 0 });
    });

    test('back an hour, nothing is verified twice, and nobody waits longer than any rule has it', async () => {
      const { schedules, jobs, clock, sweeper } = scheduler(await database(), 'one');
      await putDue(schedules, 20, HOUR);
      clock.advance(2 * HOUR * 1000);
      await sweeper.sweep();
      for (const { id } of await jobs.open({ limit: 500 })) await jobs.fail(id, NOON, 'internal');
      clock.advance(-2 * HOUR * 1000);
      expect(await sweeper.sweep()).toEqual({ claimed: 0, submitted: 0 });
      const longest = new Date(Date.parse(NOON) + longestSeconds(HOUR) * 1000).toISOString();
      const all = await schedules.list({ limit: 500 });
      expect(all.filter(({ dueAt }) => dueAt > longest)).toEqual([]);
      // Those that were pulled in are spread over their interval.
      expect(new Set(all.map(({ dueAt }) => dueAt)).size).toBe(20);
    });

    test('what another machine’s clock put years away is found within minutes', async () => {
      const { schedules, clock, sweeper } = scheduler(await database(), 'one');
      await sweeper.sweep();
      const count = SWEEP_PAGE + 3;
      const far = '2031-11-21T12:00:00.000Z';
      await schedules.putAll(
        Array.from({ length: count }, (_, n) => ({
          ...{ subject: subjectOf(n), everySeconds: (n === 7 ? 2 : 1) * DAY, dueAt: far, createdAt: NOON },
        })),
      );
      clock.advance(PULL_IN_EVERY_MS - 1);
      await sweeper.sweep();
      expect((await schedules.get(subjectOf(0)))?.dueAt).toBe(far);
      clock.advance(1);
      await sweeper.sweep();
      const pages = [
        await schedules.list({ limit: 500 }),
        await schedules.list({ limit: 500, after: subjectOf(SWEEP_PAGE - 1) }),
      ];
      const latest = new Date(clock.now().getTime() + 2 * DAY * 1000).toISOString();
      expect(pages.flat().length).toBe(count);
      expect(pages.flat().filter(({ dueAt }) => dueAt > latest)).toEqual([]);
    });
  });
});
