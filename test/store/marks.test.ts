import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { openDatabase, openStore } from '../../src/store/open-store.js';
import { MAX_MARKS, SqlMarks } from '../../src/store/sql-marks.js';
import { SqlStore } from '../../src/store/sql-store.js';
import type { Store } from '../../src/store/types.js';
import { folder } from './support/folder.js';
import { ALICE, BOB, finished, started } from './support/plain-values.js';
import { stores } from './support/stores.js';

async function finish(store: Store, subject: string, id: string, report: unknown): Promise<void> {
  await store.begin(started(id, subject));
  const expected = (await store.memory(subject))?.revision ?? 0;
  await store.finish(id, { ...finished(subject, expected, Number(id) % 60), report });
}

type Step = 'report' | 'nothing read' | 'begin' | 'rebuild' | 'forget';

describe.each(stores)('marks of reports in $name', ({ open }) => {
  const opened: { close(): Promise<void> }[] = [];
  const make = async () => {
    const made = await open();
    opened.push(made);
    return { ...made, marks: new SqlMarks(made.database) };
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

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
    const step = fc.constantFrom<Step>('report', 'report', 'nothing read', 'begin', 'rebuild', 'forget');
    const steps = fc.array(fc.tuple(step, fc.boolean()), { minLength: 2, maxLength: 12 });
    const { store: own, database, marks, url } = await make();
    const other = await openStore(url);
    opened.push(other);
    let ids = 0;
    // Some of it is done by somebody else, of whom this process hears nothing.
    let store: Store = own;
    const act: Record<Step, (n: number) => Promise<unknown>> = {
      report: (n) => finish(store, ALICE, String(++ids), { n }),
      'nothing read': () => finish(store, ALICE, String(++ids), null),
      begin: () => store.begin(started(String(++ids), ALICE)),
      rebuild: (n) => store.rebuild(ALICE, () => ({ report: { again: n }, memory: n })),
      forget: () => store.forget(ALICE),
    };
    const run = async (all: readonly (readonly [Step, boolean])[]) => {
      const seen = new Map<string, unknown>();
      await store.forget(ALICE);
      for (const [n, [step, elsewhere]] of all.entries()) {
        store = elsewhere ? other : own;
        await act[step](n);
        const mark = (await marks.of([ALICE])).get(ALICE);
        expect((await new SqlMarks(database).of([ALICE])).get(ALICE)).toBe(mark);
        const latest = await store.latest(ALICE);
        if (mark === undefined) expect(latest).toBeNull();
        else if (seen.has(mark)) expect(latest).toEqual(seen.get(mark));
        else seen.set(mark, latest);
      }
    };
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: 15 });
  });
});

function unwatched(database: Database): Omit<Database, 'rows'> {
  return {
    version: () => (database as Required<Database>).version(),
    write: (job) => database.write(job),
    tryWrite: () => database.tryWrite(),
    erase: () => database.erase(),
    close: () => database.close(),
  };
}

describe('marks of reports in a file', () => {
  const open = async () => {
    const file = `${folder()}/store.sqlite`;
    const database = await openDatabase(file);
    onTestFinished(() => database.close());
    const asked: (readonly unknown[])[] = [];
    const watched: Database = {
      ...unwatched(database),
      rows: (sql, values = []) => {
        asked.push(values);
        return database.rows(sql, values);
      },
    };
    return { file, database, asked, store: new SqlStore(database), marks: new SqlMarks(watched) };
  };

  test('are read once while nothing is written, and those of nobody each time', async () => {
    const { asked, store, marks } = await open();
    await finish(store, ALICE, '1', { n: 1 });
    await finish(store, BOB, '2', { n: 2 });
    const both = await marks.of([ALICE, BOB]);
    expect(await marks.of([BOB, ALICE, ALICE])).toEqual(both);
    await marks.of(['nobody', BOB]);
    await marks.of(['nobody']);
    await finish(store, BOB, '3', { n: 3 });
    expect((await marks.of([ALICE])).get(ALICE)).toBe(both.get(ALICE));
    expect((await marks.of([BOB])).get(BOB)).not.toBe(both.get(BOB));
    expect(asked).toEqual([[ALICE, BOB], ['nobody'], ['nobody'], [ALICE], [BOB]]);
  });

  test('that were asked for before a write are not kept after it', async () => {
    const { database, store } = await open();
    await finish(store, ALICE, '1', { n: 1 });
    const held: (() => void)[] = [];
    let hold = true;
    const slow: Database = {
      ...unwatched(database),
      rows: async (sql, values) => {
        const rows = await database.rows(sql, values);
        if (hold) await new Promise<void>((resolve) => held.push(resolve));
        return rows;
      },
    };
    const marks = new SqlMarks(slow);
    const before = marks.of([ALICE]);
    await vi.waitFor(() => expect(held).toHaveLength(1));
    hold = false;
    await store.forget(ALICE);
    expect(await marks.of([BOB])).toEqual(new Map());
    held[0]?.();
    expect((await before).has(ALICE)).toBe(true);
    expect(await marks.of([ALICE])).toEqual(new Map());
  });
});
