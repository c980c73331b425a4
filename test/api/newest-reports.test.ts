import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type NewestReports, newestReports, renderedReport } from '../../src/api/newest-reports.js';
import { AUDIENCES, type Audience } from '../../src/report/audience.js';
import type { Report } from '../../src/report/types.js';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlMarks } from '../../src/store/sql-marks.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { folder } from '../store/support/folder.js';
import { ALICE, BOB, finished, started } from '../store/support/plain-values.js';
import { identity, report, shows, unreadable } from '../support/scenario.js';

describe('the newest report, ready to be sent', () => {
  let base: Report;
  let store: SqlStore;
  let newest: NewestReports;
  let reads = 0;
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
    // What is kept is kept for a time, which goes by as the test says.
    vi.useFakeTimers({ toFake: ['performance'] });
    const database = await openDatabase(`${folder()}/store.sqlite`);
    store = new SqlStore(database);
    reads = 0;
    const counted = {
      latest: (subject: string) => {
        reads += 1;
        return store.latest(subject);
      },
    };
    newest = newestReports({ store: counted, marks: new SqlMarks(database) });
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
  /** What the store says by itself. */
  const truth = async (subject: string, audience: Audience) => {
    const latest = await store.latest(subject);
    return latest && renderedReport(latest, audience);
  };

  it('is read from the store once, and is that of each audience', async () => {
    await verified(ALICE);
    const views = [];
    for (const audience of AUDIENCES) {
      const first = await newest.get(ALICE, audience);
      expect(first).toEqual(await truth(ALICE, audience));
      expect(await newest.get(ALICE, audience)).toBe(first);
      views.push(first?.body.toString());
    }
    expect(reads).toBe(AUDIENCES.length);
    expect(views[0]).not.toContain('two.example');
    expect(views[2]).toContain('two.example');
  });

  it('is another one once there is another one, or it was drawn anew, or nothing could be read since', async () => {
    const tags = new Set<string | undefined>();
    const changes = [
      () => verified(ALICE),
      () => verified(ALICE, { score: 0.5 }),
      () => verified(ALICE, null),
      () => store.rebuild(ALICE, () => ({ report: { ...base, score: 0.25 }, memory: 1 })),
    ];
    for (const change of changes) {
      await change();
      const shown = await newest.get(ALICE, 'stranger');
      expect(shown).toEqual(await truth(ALICE, 'stranger'));
      tags.add(shown?.tag);
    }
    expect(tags.size).toBe(changes.length);
  });

  it('is gone when the subject is forgotten, and is not the old one when she comes back', async () => {
    await verified(ALICE, { score: 0.75 });
    const before = await newest.get(ALICE, 'stranger');
    await store.forget(ALICE);
    expect(await newest.get(ALICE, 'stranger')).toBeNull();
    await verified(ALICE, { score: 0.25 });
    const after = await newest.get(ALICE, 'stranger');
    expect(after).toEqual(await truth(ALICE, 'stranger'));
    expect(after?.tag).not.toBe(before?.tag);
  });

  it('is that of the subject asked for, when many are asked for at once', async () => {
    await verified(ALICE);
    await verified(BOB, { score: 0.5 });
    const asked = [ALICE, BOB, 'mimi://a.example/u/nobody', ALICE, BOB];
    const shown = await Promise.all(asked.map((subject) => newest.get(subject, 'stranger')));
    expect(shown).toEqual(await Promise.all(asked.map((subject) => truth(subject, 'stranger'))));
  });

  it('is not kept for longer than a minute', async () => {
    await verified(ALICE);
    await newest.get(ALICE, 'stranger');
    vi.advanceTimersByTime(59_000);
    await newest.get(ALICE, 'stranger');
    expect(reads).toBe(1);
    vi.advanceTimersByTime(2_000);
    await newest.get(ALICE, 'stranger');
    expect(reads).toBe(2);
  });

  it('is kept in bounded space', async () => {
    // A third of what is kept in all: of four the first has to go.
    const reason = 'x'.repeat(11 * 1024 * 1024);
    const large = base.accounts.map((account, at) => (at === 0 ? { ...account, reason } : account));
    const subjects = [0, 1, 2, 3].map((n) => `mimi://a.example/u/large${n}`);
    for (const subject of subjects) {
      await verified(subject, { accounts: large.slice(0, 1) });
      await newest.get(subject, 'operator');
    }
    reads = 0;
    for (const subject of subjects.slice(2)) await newest.get(subject, 'operator');
    expect(reads).toBe(0);
    await newest.get(subjects[0] ?? '', 'operator');
    expect(reads).toBe(1);
  });
});
