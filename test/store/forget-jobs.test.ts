import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { migrations } from '../../src/store/migrations/index.js';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { SqlWishes } from '../../src/store/sql-wishes.js';
import { newJob } from './support/jobs.js';
import { ALICE, BOB, finished, minute, reading, response, started } from './support/plain-values.js';
import { stores } from './support/stores.js';
import { trouble } from './support/trouble.js';

const DAY = 86_400;

/** Every table that a migration makes. */
const TABLES = migrations.flatMap(({ statements }) =>
  statements.flatMap((text) => /^CREATE TABLE (\w+)/.exec(text)?.[1] ?? []),
);

/** The tables with a row in which the text stands in any column. */
async function tablesWith(database: Database, text: string): Promise<string[]> {
  const found = await Promise.all(
    TABLES.map(async (table) => {
      const rows = await database.rows(`SELECT * FROM ${table}`);
      const values = rows.flatMap((row) => Object.values(row).map(String));
      return values.some((value) => value.includes(text)) ? [table] : [];
    }),
  );
  return found.flat();
}

describe.each(stores)('forgetting in $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    const { database, store } = made;
    const [jobs, schedules] = [new SqlJobs(database), new SqlSchedules(database)];
    return { database, store, jobs, schedules, wishes: new SqlWishes(database) };
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  type Made = Awaited<ReturnType<typeof make>>;

  /** A subject with something in every place that knows subjects. */
  async function keep(
    { store, jobs, schedules, wishes }: Made,
    subject: string,
    name: string,
  ): Promise<void> {
    const cache = store.responseCache({ subject });
    const schedule = { subject, everySeconds: DAY, dueAt: minute(10), createdAt: minute(0) };
    await schedules.put(schedule);
    await wishes.put('caller', schedule);
    for (const n of [1, 2]) {
      const id = `${name}-${n}`;
      await jobs.submit(newJob(id, { subject, dedup: id, given: [`https://${name}.example/`] }));
      await jobs.start(id, minute(1));
      await jobs.setSuspect(id, subject);
      await store.begin({ ...started(id, subject), only: { job: id } });
      await store.addReading(id, reading(subject));
      await cache.put(response(`https://${name}.example/${n}`, n, `body about ${subject}`));
    }
    await store.finish(`${name}-1`, { ...finished(subject, 0), memory: { subject } });
    await jobs.complete(`${name}-1`, { at: minute(2), verification: `${name}-1`, report: { subject } });
  }

  test('every table that could know the subject is made to, so that the search can fail', async () => {
    const made = await make();
    await keep(made, ALICE, 'alice');
    expect(await tablesWith(made.database, ALICE)).toEqual([
      'verification',
      'reading',
      'memory',
      'response',
      'response_subject',
      'job',
      'schedule',
      'schedule_wish',
    ]);
  });

  test('no table holds the subject, or what was read for it, afterwards', async () => {
    const made = await make();
    await keep(made, ALICE, 'alice');
    await keep(made, BOB, 'bob');
    const bob = async () => [
      await made.store.verifications(BOB),
      await made.store.latest(BOB),
      await made.schedules.get(BOB),
      await made.wishes.get('caller', BOB),
      await made.jobs.get('bob-1'),
      await made.jobs.get('bob-2'),
    ];
    const before = await bob();
    await made.store.forget(ALICE);
    expect(await tablesWith(made.database, ALICE)).toEqual([]);
    expect(await tablesWith(made.database, 'alice')).toEqual([]);
    expect(await made.jobs.idsOf(ALICE)).toEqual([]);
    expect(await bob()).toEqual(before);
  });

  test('a worker that had begun finds nothing to write to', async () => {
    const made = await make();
    const { store, jobs, schedules } = made;
    await keep(made, ALICE, 'alice');
    const cache = store.responseCache({ subject: ALICE, verification: 'alice-2' });
    const [due] = await schedules.due(minute(10), 1);
    await store.forget(ALICE);
    const codes = [
      (await trouble(store.addReading('alice-2', reading('https://late.example/')))).code,
      (await trouble(store.finish('alice-2', finished(ALICE, 1)))).code,
      (await trouble(store.begin({ ...started('alice-2', ALICE), only: { job: 'alice-2' } }))).code,
    ];
    expect(codes).toEqual(['forgotten', 'forgotten', 'forgotten']);
    expect(await jobs.start('alice-2', minute(3))).toBeNull();
    expect(await jobs.complete('alice-2', { at: minute(3), verification: null, report: ALICE })).toBe(false);
    await jobs.handBack('alice-2');
    await cache.put(response('https://alice.example/late'));
    await schedules.settle(ALICE, { dueAt: minute(50), calm: 1, soon: 0, lastRunAt: minute(3) });
    if (due === undefined) throw new Error('nothing was due');
    const job = newJob('late', { dedup: 'late', origin: 'schedule' });
    expect(await schedules.claim([{ schedule: due, nextDueAt: minute(90), job }])).toEqual([null]);
    expect(await tablesWith(made.database, 'alice')).toEqual([]);
  });

  test('a job that has ended begins nothing any more', async () => {
    const made = await make();
    await keep(made, ALICE, 'alice');
    const again = { ...started('again', ALICE), only: { job: 'alice-1' } };
    expect((await trouble(made.store.begin(again))).code).toBe('forgotten');
    const other = { ...started('other', BOB), only: { job: 'alice-2' } };
    expect((await trouble(made.store.begin(other))).code).toBe('forgotten');
  });

  test('whatever is written at the very moment, nothing is left', async () => {
    const made = await make();
    for (let round = 0; round < 20; round++) {
      await keep(made, ALICE, `alice${round}`);
      await Promise.allSettled(scramble(made, `alice${round}`, round));
      expect([round, await tablesWith(made.database, ALICE)]).toEqual([round, []]);
      expect([round, await tablesWith(made.database, 'alice')]).toEqual([round, []]);
    }
  });

  /** What a worker and a scheduler do, all at once with the forgetting, which is at another place each round. */
  function scramble({ store, jobs, schedules }: Made, name: string, place: number): Promise<unknown>[] {
    const id = `${name}-2`;
    const cache = store.responseCache({ subject: ALICE, verification: id });
    const schedule = {
      subject: ALICE,
      everySeconds: DAY,
      calm: 0,
      soon: 0,
      createdAt: minute(0),
      lastRunAt: null,
    };
    const job = newJob(`${name}-due`, { dedup: `${name}-due`, origin: 'schedule' });
    const claim = { schedule: { ...schedule, dueAt: minute(10) }, nextDueAt: minute(90), job };
    const acts: (() => Promise<unknown>)[] = [
      () => store.addReading(id, reading(ALICE)),
      () => store.begin({ ...started(id, ALICE), only: { job: id } }),
      () => store.begin({ ...started(`${name}-3`, ALICE), only: { job: id } }),
      () => store.begin({ ...started(`${name}-4`, ALICE), only: { after: `${name}-1` } }),
      () => store.finish(id, { ...finished(ALICE, 1), memory: { ALICE } }),
      () => cache.put(response(`https://${name}.example/late`)),
      () => jobs.complete(id, { at: minute(3), verification: null, report: ALICE }),
      () => schedules.claim([claim]),
      () => schedules.settle(ALICE, { dueAt: minute(50), calm: 1, soon: 0, lastRunAt: minute(3) }),
    ];
    acts.splice(place % (acts.length + 1), 0, () => store.forget(ALICE));
    return acts.map((act) => act());
  }
});

test('the tables searched are those there are', () => {
  expect(TABLES).toEqual(expect.arrayContaining(['job', 'response', 'sample', 'session']));
  expect(TABLES.length).toBe(12);
});
