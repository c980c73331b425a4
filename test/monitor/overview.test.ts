import { afterEach, describe, expect, test } from 'vitest';
import { noteGauges, pruneSamples } from '../../src/monitor/gauges.js';
import {
  DAY_MS,
  LATE_AFTER_MS,
  MANY_SCHEDULES,
  MAX_LATE,
  READING_DAYS,
  SHOWN_LATE,
  SLOT_DAYS,
} from '../../src/monitor/limits.js';
import { createMonitor, type MonitorDeps } from '../../src/monitor/overview.js';
import { SLOT_SERIES } from '../../src/monitor/series.js';
import type { Overview } from '../../src/monitor/types.js';
import { inProcessQueue } from '../../src/queue/in-process.js';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { SqlSamples } from '../../src/store/sql-samples.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { stores } from '../store/support/stores.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';

const NO_JOBS = { waiting: 0, delayed: 0, active: 0 };
const RESTING = { hosts: [{ host: 'slow.example', until: NOON }], unnamed: 2 };

describe.each(stores)('the overview over $name', ({ open }) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function parts() {
    const { database, close } = await open();
    const queue = inProcessQueue();
    closing.push(close, () => queue.close());
    const clock = frozenClock();
    const samples = new SqlSamples(database);
    const troubles: unknown[] = [];
    const deps: MonitorDeps = {
      ...{ mode: 'embedded', clock, queue, samples },
      jobs: new SqlJobs(database),
      schedules: new SqlSchedules(database),
      resting: async () => RESTING,
      onError: (error) => void troubles.push(error),
      // What is slow here is the machine.
      partMs: 60_000,
    };
    return { ...{ deps, clock, samples, troubles, database, queue }, schedules: new SqlSchedules(database) };
  }

  test('is all of it where nothing has happened yet', async () => {
    const { deps, troubles } = await parts();
    const overview = await createMonitor(deps).overview();
    const { plots, ...rest } = overview;
    expect(rest).toEqual({
      at: NOON,
      mode: 'embedded',
      queue: { demand: NO_JOBS, background: NO_JOBS },
      jobs: { queued: 0, active: 0, scheduled: 0 },
      schedules: { count: 0, late: 0, latest: [] },
      services: [],
      resting: RESTING,
    } satisfies Omit<Overview, 'plots'>);
    expect(plots?.map(({ name }) => name)).toEqual([
      'queue',
      'jobs',
      'scheduled',
      'late',
      'resting',
      'requests',
    ]);
    expect(troubles).toEqual([]);
  });

  test('names the most overdue schedules, and counts the others up to a page', async () => {
    const { deps, schedules } = await parts();
    const overdue = (n: number, ms: number) => ({
      subject: `mimi://a.example/u/u${String(n).padStart(4, '0')}`,
      everySeconds: 3_600,
      dueAt: new Date(Date.parse(NOON) - ms).toISOString(),
      createdAt: NOON,
    });
    await schedules.putAll([
      overdue(0, 0),
      // Just about to be taken by a sweep, and nothing to tell of.
      overdue(1, LATE_AFTER_MS - 1),
      ...Array.from({ length: MAX_LATE + 50 }, (_, n) => overdue(n + 2, LATE_AFTER_MS + n)),
    ]);
    const overview = await createMonitor(deps).overview();
    expect(overview.schedules).toMatchObject({ count: MAX_LATE + 52, late: MAX_LATE });
    expect(overview.schedules?.latest.map(({ subject }) => subject)).toEqual(
      Array.from({ length: SHOWN_LATE }, (_, n) => overdue(MAX_LATE + 51 - n, 0).subject),
    );
  });

  test('has a schedule at once that was added just now', async () => {
    const { deps, schedules } = await parts();
    const monitor = createMonitor(deps);
    const counts = [(await monitor.overview()).schedules?.count];
    await schedules.put({
      ...{ subject: 'mimi://a.example/u/alice', everySeconds: 3_600, dueAt: NOON, createdAt: NOON },
    });
    counts.push((await monitor.overview()).schedules?.count);
    expect(counts).toEqual([0, 1]);
  });

  test('remembers for a while how many they are where they are many', async () => {
    const { deps } = await parts();
    let asked = 0;
    const count = async () => MANY_SCHEDULES + asked++;
    const monitor = createMonitor({ ...deps, schedules: { count, due: async () => [] } });
    const counts = [];
    for (let look = 0; look < 3; look++) counts.push((await monitor.overview()).schedules?.count);
    expect(counts).toEqual([MANY_SCHEDULES, MANY_SCHEDULES, MANY_SCHEDULES]);
  });

  test('lacks what fails, and only that', async () => {
    const { deps, troubles, database } = await parts();
    const failing = async () => Promise.reject(new Error('away'));
    const queueAway = await createMonitor({
      ...deps,
      queue: { counts: failing },
      resting: failing,
    }).overview();
    expect(Object.entries(queueAway).filter(([, value]) => value === null)).toEqual([
      ['queue', null],
      ['resting', null],
    ]);
    expect(troubles).toHaveLength(2);
    await database.close();
    const storeAway = await createMonitor(deps).overview();
    expect(storeAway).toMatchObject({
      jobs: null,
      schedules: null,
      services: null,
      plots: null,
      resting: RESTING,
    });
  });

  test('lacks what throws at once, and what never answers', async () => {
    const { deps } = await parts();
    const throwing = () => {
      throw new Error('a bug');
    };
    const monitor = createMonitor({
      ...{ ...deps, partMs: 50 },
      queue: { counts: throwing },
      resting: () => new Promise(() => undefined),
    });
    expect(await monitor.overview()).toMatchObject({ queue: null, resting: null });
  });

  test('has in its plots what was noted, and gaps for what could not be asked', async () => {
    const { deps, clock, samples, queue, schedules, troubles } = await parts();
    const note = (resting: () => Promise<number>) =>
      noteGauges({
        clock,
        samples,
        queue,
        schedules,
        resting,
        onError: (error) => void troubles.push(error),
      });
    await note(async () => 3);
    clock.advance(5 * 60_000);
    await note(() => Promise.reject(new Error('away')));
    clock.advance(5 * 60_000);
    const { plots } = await createMonitor(deps).overview();
    const ends = plots?.map(({ name, lines }) => [
      name,
      lines[0]?.points.slice(-3).map(({ value }) => value),
    ]);
    expect(ends).toEqual([
      ['queue', [null, 0, 0]],
      ['jobs', [null, null, null]],
      ['scheduled', [null, null, null]],
      ['late', [null, 0, 0]],
      ['resting', [null, 3, null]],
      ['requests', [null, null, null]],
    ]);
    expect(troubles).toHaveLength(1);
  });

  test('goes back for as long as samples are kept, and what is older is dropped', async () => {
    const { clock, samples } = await parts();
    const daysAgo = (days: number, ms = 0) =>
      new Date(clock.now().getTime() - days * DAY_MS - ms).toISOString();
    const readings = 'readings.github.confirmed';
    const kept = [
      { series: readings, slot: daysAgo(READING_DAYS), value: 1 },
      ...SLOT_SERIES.map((series) => ({ series, slot: daysAgo(SLOT_DAYS), value: 1 })),
    ];
    const old = [
      { series: readings, slot: daysAgo(READING_DAYS, 1), value: 1 },
      { series: 'of.an.older.version', slot: daysAgo(READING_DAYS, 1), value: 1 },
      ...SLOT_SERIES.flatMap((series) =>
        Array.from({ length: 40 }, (_, n) => ({ series, slot: daysAgo(SLOT_DAYS, n + 1), value: 1 })),
      ),
    ];
    await samples.add([...old, ...kept]);
    expect(await pruneSamples(samples, clock.now())).toBe(old.length);
    expect(await samples.since('', daysAgo(100))).toHaveLength(kept.length);
  });
});
