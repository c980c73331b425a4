import { afterEach, describe, expect, test } from 'vitest';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { newJob } from './support/jobs.js';
import { ALICE, BOB, minute, reading } from './support/plain-values.js';
import { type OpenedStore, stores } from './support/stores.js';
import { trouble } from './support/trouble.js';

/** The one that was opened last. */
function storeOf(opened: readonly OpenedStore[]): OpenedStore['store'] {
  const last = opened.at(-1);
  if (last === undefined) throw new Error('no store is open');
  return last.store;
}

describe.each(stores)('jobs in $name', ({ open }) => {
  const opened: OpenedStore[] = [];
  const make = async (): Promise<SqlJobs> => {
    const made = await open();
    opened.push(made);
    return new SqlJobs(made.database);
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  const states = async (jobs: SqlJobs, ...ids: string[]) =>
    Promise.all(ids.map(async (id) => (await jobs.get(id))?.state ?? null));

  test('a job is what was asked for, then begun, then done', async () => {
    const jobs = await make();
    const given = ['https://one.example/', 'https://two.example/'];
    expect(await jobs.submit(newJob('1', { given, caller: 'token' }))).toEqual({
      id: '1',
      created: true,
      promoted: false,
    });
    const queued = {
      ...{ id: '1', subject: ALICE, given, caller: 'token', origin: 'demand', createdAt: minute(0) },
      ...{ state: 'queued', startedAt: null, finishedAt: null, attempts: 0, known: 0 },
      ...{ suspect: null, verification: null, error: null, report: null },
    };
    expect(await jobs.get('1')).toEqual(queued);
    const active = { ...queued, state: 'active', startedAt: minute(1), attempts: 1 };
    expect(await jobs.start('1', minute(1))).toEqual(active);
    await jobs.setKnown('1', 7);
    await jobs.setKnown('1', 5);
    await jobs.setSuspect('1', 'https://one.example/');
    expect(await jobs.get('1')).toEqual({ ...active, known: 7, suspect: 'https://one.example/' });
    expect(await jobs.complete('1', { at: minute(2), verification: 'v', report: { a: 1 } })).toBe(true);
    expect(await jobs.get('1')).toEqual({
      ...{ ...active, state: 'completed', finishedAt: minute(2), known: 7 },
      ...{ verification: 'v', report: { a: 1 } },
    });
    expect(await jobs.get('2')).toBeNull();
  });

  test('a job that failed says why, and has nothing to show', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1'));
    await jobs.start('1', minute(1));
    expect(await jobs.fail('1', minute(3), 'gave-up')).toBe(true);
    expect(await jobs.get('1')).toMatchObject({
      ...{ state: 'failed', finishedAt: minute(3), error: 'gave-up', verification: null, report: null },
    });
  });

  test('of many that ask for the same at once one is created, and all are told its id', async () => {
    const jobs = await make();
    const ids = Array.from({ length: 40 }, (_, n) => `id${n}`);
    const submitted = await Promise.all(ids.map((id) => jobs.submit(newJob(id))));
    expect(new Set(submitted.map(({ id }) => id)).size).toBe(1);
    expect(submitted.filter(({ created }) => created).length).toBe(1);
    expect(await jobs.countOpen()).toEqual({ queued: 1, active: 0, scheduled: 0 });
    expect(await jobs.submit(newJob('other', { dedup: 'bob' }))).toMatchObject({
      id: 'other',
      created: true,
    });
  });

  test.each([
    ['completed', (jobs: SqlJobs) => jobs.complete('1', { at: minute(1), verification: null, report: null })],
    ['failed', (jobs: SqlJobs) => jobs.fail('1', minute(1), 'internal')],
  ])('after one has %s the same can be asked for again', async (_how, end) => {
    const jobs = await make();
    await jobs.submit(newJob('1'));
    await end(jobs);
    expect(await jobs.submit(newJob('2'))).toEqual({ id: '2', created: true, promoted: false });
    expect(await jobs.idsOf(ALICE)).toEqual(['1', '2']);
  });

  test('while jobs end and are asked for again at the same time, no more than one is ever open', async () => {
    const jobs = await make();
    let made = 0;
    const asking = Array.from({ length: 8 }, async (_, lane) => {
      for (let n = 0; n < 25; n++) {
        const { id, created } = await jobs.submit(newJob(`${lane}-${n}`));
        if (created) made++;
        await jobs.complete(id, { at: minute(1), verification: null, report: null });
      }
    });
    await Promise.all(asking);
    expect((await jobs.idsOf(ALICE)).length).toBe(made);
    expect(await jobs.countOpen()).toEqual({ queued: 0, active: 0, scheduled: 0 });
    expect(made).toBeGreaterThan(1);
  });

  test('a job that waits for the schedule is promoted once, when somebody asks for it', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1', { origin: 'schedule' }));
    expect(await jobs.countOpen()).toEqual({ queued: 1, active: 0, scheduled: 1 });
    const asked = await Promise.all(['2', '3', '4'].map((id) => jobs.submit(newJob(id))));
    expect(asked.map(({ id, created }) => ({ id, created }))).toEqual(
      Array.from({ length: 3 }, () => ({ id: '1', created: false })),
    );
    expect(asked.filter(({ promoted }) => promoted).length).toBe(1);
    expect(await jobs.get('1')).toMatchObject({ origin: 'demand', createdAt: minute(0) });
    expect(await jobs.countOpen()).toEqual({ queued: 1, active: 0, scheduled: 0 });
  });

  test('the schedule promotes nothing', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1', { origin: 'schedule' }));
    const joined = { id: '1', created: false, promoted: false };
    expect(await jobs.submit(newJob('2', { origin: 'schedule' }))).toEqual(joined);
    expect(await jobs.get('1')).toMatchObject({ origin: 'schedule', state: 'queued' });
  });

  test('a job of the schedule that was begun is promoted too: its worker may be dead', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1', { origin: 'schedule' }));
    await jobs.start('1', minute(1));
    expect(await jobs.submit(newJob('2'))).toEqual({ id: '1', created: false, promoted: true });
    expect(await jobs.submit(newJob('3'))).toEqual({ id: '1', created: false, promoted: false });
    expect(await jobs.get('1')).toMatchObject({ origin: 'demand', state: 'active', attempts: 1 });
  });

  test.each([
    ['completed', (jobs: SqlJobs) => jobs.complete('1', { at: minute(2), verification: null, report: {} })],
    ['failed', (jobs: SqlJobs) => jobs.fail('1', minute(2), 'gave-up')],
  ])('a job that has %s leaves no unfinished verification', async (_how, end) => {
    const jobs = await make();
    const store = storeOf(opened);
    await jobs.submit(newJob('1', { given: ['https://one.example/'] }));
    for (const id of ['1', '2']) {
      await store.begin({ id, subject: ALICE, startedAt: minute(1), given: [] });
      await store.addReading(id, reading('https://one.example/'));
    }
    expect(await end(jobs)).toBe(true);
    expect([await store.verification('1'), await store.readings('1', 0)]).toEqual([null, []]);
    expect(await store.readings('2', 0)).toHaveLength(1);
  });

  test('each start counts, unless the job is handed back', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1'));
    await jobs.start('1', minute(1));
    // Its worker died.
    expect(await jobs.start('1', minute(2))).toMatchObject({ attempts: 2, startedAt: minute(1) });
    await jobs.setSuspect('1', 'https://one.example/');
    await jobs.handBack('1');
    expect(await jobs.get('1')).toMatchObject({ state: 'queued', attempts: 1, suspect: null });
    await jobs.handBack('1');
    expect(await jobs.get('1')).toMatchObject({ state: 'queued', attempts: 1 });
    expect(await jobs.start('1', minute(3))).toMatchObject({ state: 'active', attempts: 2 });
  });

  test('starts at the same time are all counted', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1'));
    const starts = await Promise.all(Array.from({ length: 10 }, (_, n) => jobs.start('1', minute(n))));
    expect(starts.map((job) => job?.attempts).sort((a = 0, b = 0) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, n) => n + 1),
    );
  });

  test('a job that has ended, or is gone, stays as it is', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1'));
    const ends = [
      ...Array.from({ length: 5 }, (_, n) =>
        jobs.complete('1', { at: minute(n), verification: `v${n}`, report: null }),
      ),
      jobs.fail('1', minute(9), 'internal'),
    ];
    expect((await Promise.all(ends)).filter((counted) => counted).length).toBe(1);
    const ended = await jobs.get('1');
    await jobs.handBack('1');
    await jobs.setKnown('1', 9);
    await jobs.setSuspect('1', 'https://one.example/');
    expect(await jobs.start('1', minute(10))).toBeNull();
    expect(await jobs.get('1')).toEqual(ended);
    expect(await jobs.start('gone', minute(10))).toBeNull();
    expect(await jobs.complete('gone', { at: minute(1), verification: null, report: null })).toBe(false);
    expect(await jobs.fail('gone', minute(1), 'internal')).toBe(false);
  });

  test('open jobs are paged by id', async () => {
    const jobs = await make();
    for (const n of [3, 1, 4, 5, 2]) await jobs.submit(newJob(`id${n}`, { dedup: `${n}` }));
    await jobs.start('id2', minute(1));
    await jobs.fail('id4', minute(1), 'internal');
    const first = await jobs.open({ limit: 2 });
    const second = await jobs.open({ limit: 2, after: first.at(-1)?.id ?? '' });
    expect([...first, ...second].map(({ id, state }) => [id, state])).toEqual([
      ['id1', 'queued'],
      ['id2', 'active'],
      ['id3', 'queued'],
      ['id5', 'queued'],
    ]);
    expect(await jobs.open({ limit: 2, after: 'id5' })).toEqual([]);
    expect(await jobs.countOpen()).toEqual({ queued: 3, active: 1, scheduled: 0 });
    await expect(jobs.open({ limit: 0 })).rejects.toThrow('a page has 1 to 500 entries');
  });

  test('jobs that ended long ago are dropped, the oldest first and never an open one', async () => {
    const jobs = await make();
    for (const n of [0, 1, 2, 3]) {
      await jobs.submit(newJob(`${n}`, { dedup: `${n}` }));
      if (n > 0) await jobs.complete(`${n}`, { at: minute(10 - n), verification: null, report: null });
    }
    expect(await jobs.prune(minute(9), 1)).toBe(1);
    expect(await states(jobs, '0', '1', '2', '3')).toEqual(['queued', 'completed', 'completed', null]);
    expect(await jobs.prune(minute(9), 500)).toBe(1);
    expect(await states(jobs, '0', '1', '2', '3')).toEqual(['queued', 'completed', null, null]);
  });

  test('ids are told of one subject alone', async () => {
    const jobs = await make();
    await jobs.submit(newJob('1'));
    await jobs.submit(newJob('2', { subject: BOB, dedup: 'bob' }));
    expect(await jobs.idsOf(BOB)).toEqual(['2']);
    expect(await jobs.idsOf('mimi://a.example/u/carol')).toEqual([]);
  });

  test('a word that something else wrote is corrupt', async () => {
    const made = await open();
    opened.push(made);
    const jobs = new SqlJobs(made.database);
    await jobs.submit(newJob('1'));
    await made.database.write((queries) => queries.change("UPDATE job SET state = 'lost'"));
    expect((await trouble(jobs.get('1'))).code).toBe('corrupt');
  });
});
