import { afterEach, describe, expect, test } from 'vitest';
import type { Claim, Schedule } from '../../src/store/schedule-types.js';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { newJob } from './support/jobs.js';
import { ALICE, BOB, minute } from './support/plain-values.js';
import { stores } from './support/stores.js';

const HOUR = 3600;
const subjectOf = (n: number): string => `mimi://a.example/u/${String(n).padStart(5, '0')}`;

/** The claim of a scheduler that saw the schedule due. */
function claimOf(schedule: Schedule, by: string): Claim {
  const { subject } = schedule;
  const job = newJob(`${by} ${subject}`, { subject, dedup: subject, origin: 'schedule' });
  return { schedule, nextDueAt: minute(600), job };
}

describe.each(stores)('schedules in $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    return { schedules: new SqlSchedules(made.database), jobs: new SqlJobs(made.database) };
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  const alice = { subject: ALICE, everySeconds: HOUR, dueAt: minute(10), createdAt: minute(0) };

  test('a schedule is added, changed and removed', async () => {
    const { schedules } = await make();
    const kept = { ...alice, calm: 0, soon: 0, lastRunAt: null };
    expect(await schedules.get(ALICE)).toBeNull();
    expect(await schedules.put(alice)).toEqual(kept);
    expect(await schedules.get(ALICE)).toEqual(kept);
    const later = { ...alice, everySeconds: 2 * HOUR, dueAt: minute(30), createdAt: minute(5) };
    expect(await schedules.put(later)).toEqual({ ...kept, everySeconds: 2 * HOUR });
    const sooner = { ...later, dueAt: minute(7) };
    expect(await schedules.put(sooner)).toEqual({ ...kept, everySeconds: 2 * HOUR, dueAt: minute(7) });
    expect(await schedules.count()).toBe(1);
    expect([await schedules.remove(ALICE), await schedules.remove(ALICE)]).toEqual([true, false]);
    expect([await schedules.get(ALICE), await schedules.count()]).toEqual([null, 0]);
  });

  test('many are put at once, and the last word on a subject holds', async () => {
    const { schedules } = await make();
    await schedules.put(alice);
    const many = Array.from({ length: 777 }, (_, n) => ({ ...alice, subject: subjectOf(n) }));
    await schedules.putAll([
      ...many,
      { ...alice, everySeconds: 5 * HOUR },
      { ...alice, everySeconds: 3 * HOUR },
    ]);
    expect(await schedules.count()).toBe(778);
    expect(await schedules.get(ALICE)).toMatchObject({ everySeconds: 3 * HOUR, dueAt: minute(10) });
    const pages: string[] = [];
    for (let after = ''; ; after = pages.at(-1) ?? '') {
      const page = await schedules.list({ after, limit: 250 });
      if (page.length === 0) break;
      pages.push(...page.map(({ subject }) => subject));
    }
    expect([...pages].sort()).toEqual([...many.map(({ subject }) => subject), ALICE].sort());
    await schedules.putAll([]);
  });

  test('those due are told, the most overdue first', async () => {
    const { schedules } = await make();
    for (const [n, at] of [30, 10, 20, 40].entries())
      await schedules.put({ ...alice, subject: subjectOf(n), dueAt: minute(at) });
    const due = async (now: string, limit: number) =>
      (await schedules.due(now, limit)).map(({ subject }) => subject);
    expect(await due(minute(30), 500)).toEqual([1, 2, 0].map(subjectOf));
    expect(await due(minute(30), 2)).toEqual([1, 2].map(subjectOf));
    expect(await due(minute(9), 2)).toEqual([]);
  });

  test('a claim moves the schedule on and leaves an open job', async () => {
    const { schedules, jobs } = await make();
    const claim = claimOf(await schedules.put(alice), 'one');
    expect(await schedules.claim([claim])).toEqual([{ id: claim.job.id, created: true, promoted: false }]);
    expect(await schedules.get(ALICE)).toMatchObject({ dueAt: minute(600), lastRunAt: null });
    expect(await jobs.get(claim.job.id)).toMatchObject({ state: 'queued', origin: 'schedule' });
    expect(await schedules.claim([claim])).toEqual([null]);
    expect(await schedules.claim([])).toEqual([]);
  });

  test('a claim joins the job that is open already', async () => {
    const { schedules, jobs } = await make();
    await jobs.submit(newJob('asked for', { dedup: ALICE }));
    const claim = claimOf(await schedules.put(alice), 'one');
    expect(await schedules.claim([claim])).toEqual([{ id: 'asked for', created: false, promoted: false }]);
    expect(await jobs.idsOf(ALICE)).toEqual(['asked for']);
  });

  test('one due time is claimed once, however many claim it at the same time', async () => {
    const { schedules, jobs } = await make();
    const many = Array.from({ length: 500 }, (_, n) => ({ ...alice, subject: subjectOf(n) }));
    await schedules.putAll(many);
    const due = await schedules.due(minute(10), 500);
    const lists = await Promise.all(
      ['one', 'two', 'three', 'four'].map((by) =>
        schedules.claim(due.map((schedule) => claimOf(schedule, by)).sort(() => (by === 'two' ? -1 : 1))),
      ),
    );
    const won = lists.flat().filter((claimed) => claimed !== null);
    expect(won.length).toBe(500);
    expect(new Set(won.map(({ id }) => id.split(' ')[1])).size).toBe(500);
    expect(won.every(({ created }) => created)).toBe(true);
    expect(await jobs.countOpen()).toEqual({ queued: 500, active: 0, scheduled: 500 });
    expect(await schedules.due(minute(599), 1)).toEqual([]);
  });

  test('a claim of what was removed or changed meanwhile leaves no job', async () => {
    const { schedules, jobs } = await make();
    const seen = [await schedules.put(alice), await schedules.put({ ...alice, subject: BOB })];
    await schedules.remove(ALICE);
    await schedules.put({ ...alice, subject: BOB, dueAt: minute(3) });
    expect(await schedules.claim(seen.map((schedule) => claimOf(schedule, 'one')))).toEqual([null, null]);
    expect([await jobs.idsOf(ALICE), await jobs.idsOf(BOB)]).toEqual([[], []]);
    expect(await schedules.get(ALICE)).toBeNull();
  });

  test('a claim that fails leaves schedules and jobs as they were', async () => {
    const { schedules, jobs } = await make();
    const due = [await schedules.put(alice), await schedules.put({ ...alice, subject: BOB })];
    const claims = due.map((schedule) => claimOf(schedule, 'one'));
    const wrong = claims.map((claim) => ({ ...claim, job: { ...claim.job, id: 'twice' } }));
    await expect(schedules.claim(wrong)).rejects.toThrow();
    expect([await schedules.get(ALICE), await schedules.get(BOB)]).toEqual(due);
    expect(await jobs.countOpen()).toEqual({ queued: 0, active: 0, scheduled: 0 });
  });

  test('a verification settles when the next is due, and brings no schedule back', async () => {
    const { schedules } = await make();
    await schedules.put(alice);
    await schedules.settle(ALICE, { dueAt: minute(70), calm: 3, soon: 2, lastRunAt: minute(11) });
    const settled = { ...alice, dueAt: minute(70), calm: 3, soon: 2, lastRunAt: minute(11) };
    expect(await schedules.get(ALICE)).toEqual(settled);
    const other = { dueAt: minute(99), calm: 4, soon: 0, lastRunAt: minute(12) };
    await schedules.settle(ALICE, { ...other, everySeconds: 9 * HOUR });
    expect(await schedules.get(ALICE)).toEqual(settled);
    await schedules.settle(ALICE, { ...other, everySeconds: HOUR });
    expect(await schedules.get(ALICE)).toEqual({ ...alice, ...other });
    await schedules.settle(BOB, other);
    expect(await schedules.get(BOB)).toBeNull();
  });

  test('intervals in use are gone through from the shortest, and those due too late in each', async () => {
    const { schedules } = await make();
    for (const [n, every] of [2, 1, 2, 3].entries())
      await schedules.put({ ...alice, subject: subjectOf(n), everySeconds: every * HOUR, dueAt: minute(n) });
    const intervals: (number | null)[] = [0];
    for (let last = intervals.at(-1) ?? null; last !== null; last = intervals.at(-1) ?? null)
      intervals.push(await schedules.nextEvery(last));
    expect(intervals).toEqual([0, HOUR, 2 * HOUR, 3 * HOUR, null]);
    const late = async (limit: number, time: string) =>
      (await schedules.dueAfter(2 * HOUR, time, limit)).map(({ subject }) => subject);
    expect(await late(500, new Date(0).toISOString())).toEqual([subjectOf(0), subjectOf(2)]);
    expect(await late(1, new Date(0).toISOString())).toEqual([subjectOf(0)]);
    expect(await late(500, minute(0))).toEqual([subjectOf(2)]);
    expect(await late(500, minute(2))).toEqual([]);
  });

  test('due times are moved where they are still the ones seen', async () => {
    const { schedules } = await make();
    await schedules.put(alice);
    await schedules.put({ ...alice, subject: BOB });
    const moves = [
      { subject: BOB, from: minute(11), to: minute(1) },
      { subject: ALICE, from: minute(10), to: minute(1) },
      { subject: 'mimi://a.example/u/gone', from: minute(10), to: minute(1) },
    ];
    expect(await schedules.move(moves)).toBe(1);
    expect([(await schedules.get(ALICE))?.dueAt, (await schedules.get(BOB))?.dueAt]).toEqual([
      minute(1),
      minute(10),
    ]);
  });
});
