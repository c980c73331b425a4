import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type NewestReports, newestReports } from '../../src/api/newest-reports.js';
import { createTimelines, MAX_CHANGES, type Timelines } from '../../src/api/timelines.js';
import type { Change } from '../../src/report/changes.js';
import type { Report } from '../../src/report/types.js';
import { historyOf } from '../../src/store/history.js';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlMarks } from '../../src/store/sql-marks.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { folder } from '../store/support/folder.js';
import { ALICE, BOB, finished, started } from '../store/support/plain-values.js';
import { identity, report, shows, unreadable } from '../support/scenario.js';

describe('a timeline, ready to be shown', () => {
  let base: Report;
  let store: SqlStore;
  let newest: NewestReports;
  let timelines: Timelines;
  let reads = 0;
  let trouble: Error | null = null;
  let ids = 0;

  beforeAll(async () => {
    const statement = await (await identity()).sign(['https://one.example/', 'https://two.example/']);
    base = await report([
      shows(ALICE, [statement]),
      shows('https://one.example/', [statement]),
      unreadable('https://two.example/'),
    ]);
  });
  beforeEach(async () => {
    const database = await openDatabase(`${folder()}/store.sqlite`);
    store = new SqlStore(database);
    [reads, trouble] = [0, null];
    newest = newestReports({ store, marks: new SqlMarks(database) });
    timelines = createTimelines({
      latest: (subject) => store.latest(subject),
      reports: async (subject, options) => {
        reads += 1;
        if (trouble !== null) throw trouble;
        return store.reports(subject, options);
      },
    });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await store.close();
  });

  const verified = async (subject: string, more: Partial<Report> | null = {}) => {
    const id = String(++ids);
    await store.begin(started(id, subject));
    const expected = (await store.memory(subject))?.revision ?? 0;
    const made = more && { ...base, subject, ...more };
    await store.finish(id, { ...finished(subject, expected), report: made });
  };
  /** As a page asks; null: there is no page. */
  const shown = async (subject: string): Promise<readonly Change[] | null> => {
    const found = await newest.marked(subject, 'stranger');
    return found && timelines.of(subject, found.mark);
  };
  /** What the store says by itself. */
  const truth = async (subject: string) =>
    (await historyOf(store, subject, { audience: 'stranger', limit: MAX_CHANGES }))?.changes ?? null;

  it('is read from the store once, however many ask, and at the same time too', async () => {
    await verified(ALICE);
    await verified(ALICE, { verdict: 'weak' });
    const [first, second] = await Promise.all([shown(ALICE), shown(ALICE)]);
    expect([first, second, await shown(ALICE)]).toEqual(Array(3).fill(await truth(ALICE)));
    expect([reads, JSON.stringify(first).includes('two.example')]).toEqual([1, false]);
  });

  it('is another one once anything was added, drawn anew, or could not be read', async () => {
    const changes = [
      () => verified(ALICE),
      () => verified(ALICE, { verdict: 'weak' }),
      () => verified(ALICE, null),
      () => store.rebuild(ALICE, () => ({ report: { ...base, verdict: 'conflicting' }, memory: 1 })),
    ];
    const told = new Set<string>();
    for (const change of changes) {
      await change();
      expect(await shown(ALICE)).toEqual(await truth(ALICE));
      told.add(JSON.stringify(await shown(ALICE)));
    }
    expect([reads, told.size]).toEqual([changes.length, changes.length]);
  });

  it('is gone when the subject is forgotten, and begins anew when she comes back', async () => {
    await verified(ALICE);
    await verified(ALICE, { verdict: 'weak' });
    expect((await shown(ALICE))?.at(0)?.kind).toBe('verdict-changed');
    await store.forget(ALICE);
    expect(await shown(ALICE)).toBeNull();
    await verified(ALICE, { verdict: 'weak' });
    expect((await shown(ALICE))?.map(({ kind }) => kind)).not.toContain('verdict-changed');
    expect(await shown(ALICE)).toEqual(await truth(ALICE));
  });

  it('is nothing that was forgotten while it was read', async () => {
    await verified(ALICE);
    const found = await newest.marked(ALICE, 'stranger');
    if (found === null) throw new Error('there is no report');
    await store.forget(ALICE);
    expect(await timelines.of(ALICE, found.mark)).toEqual([]);
    await verified(ALICE);
    expect(await shown(ALICE)).toEqual(await truth(ALICE));
  });

  it('is that of the subject asked for', async () => {
    await verified(ALICE);
    await verified(BOB, { verdict: 'weak' });
    expect(await Promise.all([shown(ALICE), shown(BOB), shown('mimi://a.example/u/nobody')])).toEqual([
      await truth(ALICE),
      await truth(BOB),
      null,
    ]);
  });

  it('is read again when the store was away, by whoever asks next', async () => {
    await verified(ALICE);
    trouble = new Error('away');
    const both = await Promise.allSettled([shown(ALICE), shown(ALICE)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    trouble = null;
    expect(await shown(ALICE)).toEqual(await truth(ALICE));
  });

  it('is not kept for longer than a minute', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    await verified(ALICE);
    await shown(ALICE);
    vi.advanceTimersByTime(59_000);
    await shown(ALICE);
    expect(reads).toBe(1);
    vi.advanceTimersByTime(2_000);
    await shown(ALICE);
    expect(reads).toBe(2);
  });

  it('is kept in bounded space', async () => {
    // Almost half of what is kept in all: of three the first has to go.
    const account = (at: number) => `https://one.example/${at}${'x'.repeat(7 * 1024 * 1024)}`;
    const subjects = [0, 1, 2].map((n) => `mimi://a.example/u/large${n}`);
    for (const [at, subject] of subjects.entries()) {
      const accounts = base.accounts.slice(0, 1).map((one) => ({ ...one, account: account(at) }));
      await verified(subject, { accounts });
      await shown(subject);
    }
    reads = 0;
    for (const subject of subjects.slice(1)) await shown(subject);
    expect(reads).toBe(0);
    await shown(subjects[0] ?? '');
    expect(reads).toBe(1);
  });
});
