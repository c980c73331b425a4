import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { MAX_MARKS, SqlMarks } from '../../src/store/sql-marks.js';
import type { Store } from '../../src/store/types.js';
import { ALICE, BOB, finished, started } from './support/plain-values.js';
import { stores } from './support/stores.js';

type Step = 'report' | 'nothing read' | 'begin' | 'rebuild' | 'forget';

describe.each(stores)('marks of reports in $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    return { store: made.store, marks: new SqlMarks(made.database) };
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  const finish = async (store: Store, subject: string, id: string, report: unknown) => {
    await store.begin(started(id, subject));
    const expected = (await store.memory(subject))?.revision ?? 0;
    await store.finish(id, { ...finished(subject, expected, Number(id) % 60), report });
  };

  test('are there for whom something is kept, however many are asked for', async () => {
    const { store, marks } = await make();
    await finish(store, ALICE, '1', { n: 1 });
    await finish(store, BOB, '2', null);
    const strangers = Array.from({ length: MAX_MARKS - 2 }, (_, n) => `mimi://b.example/u/${n}`);
    const both = await marks.of([ALICE, ...strangers, BOB]);
    expect([...both.keys()].sort()).toEqual([ALICE, BOB]);
    for (const asked of [[ALICE], [ALICE, ALICE, ALICE], [ALICE, 'nobody', BOB]])
      expect((await marks.of(asked)).get(ALICE)).toBe(both.get(ALICE));
    expect([await marks.of([]), await marks.of(['nobody'])]).toEqual([new Map(), new Map()]);
    await expect(marks.of([...both.keys(), ...strangers, 'one more'])).rejects.toThrow(RangeError);
  });

  test('are the same only where the newest report is, whatever happens to the subject', async () => {
    const steps = fc.array(
      fc.constantFrom<Step>('report', 'report', 'nothing read', 'begin', 'rebuild', 'forget'),
      { minLength: 2, maxLength: 12 },
    );
    const { store, marks } = await make();
    let ids = 0;
    const act: Record<Step, (n: number) => Promise<unknown>> = {
      report: (n) => finish(store, ALICE, String(++ids), { n }),
      'nothing read': () => finish(store, ALICE, String(++ids), null),
      begin: () => store.begin(started(String(++ids), ALICE)),
      rebuild: (n) => store.rebuild(ALICE, () => ({ report: { again: n }, memory: n })),
      forget: () => store.forget(ALICE),
    };
    const run = async (all: readonly Step[]) => {
      const seen = new Map<string, unknown>();
      await store.forget(ALICE);
      for (const [n, step] of all.entries()) {
        await act[step](n);
        const mark = (await marks.of([ALICE])).get(ALICE);
        const latest = await store.latest(ALICE);
        if (mark === undefined) expect(latest).toBeNull();
        else if (seen.has(mark)) expect(latest).toEqual(seen.get(mark));
        else seen.set(mark, latest);
      }
    };
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: 15 });
  });
});
