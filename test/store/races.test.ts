import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { ALICE, finished, reading, started } from './support/plain-values.js';
import { stores } from './support/stores.js';

const ROUNDS = 10;

describe.each(stores)('two processes over $name', ({ newUrl }) => {
  const opened: Database[] = [];
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  async function two(): Promise<{ here: SqlStore; there: SqlStore }> {
    const url = await newUrl();
    const [here, there] = [await openDatabase(url), await openDatabase(url)];
    opened.push(here, there);
    return { here: new SqlStore(here), there: new SqlStore(there) };
  }

  test('readings of one verification that come at once all get a place of their own', async () => {
    const { here, there } = await two();
    await here.begin(started('1', ALICE));
    const accounts = Array.from({ length: 40 }, (_, n) => `https://${n}.example/`);
    await Promise.all(accounts.map((account, n) => (n % 2 ? here : there).addReading('1', reading(account))));
    const kept = await here.readings('1', 0);
    expect(kept.map(({ ordinal }) => ordinal)).toEqual(accounts.map((_, n) => n + 1));
    expect(kept.map((each) => each.reading.account).sort()).toEqual([...accounts].sort());
  });

  test('one of two that finish from the same memory is written, whichever it is', async () => {
    const { here, there } = await two();
    for (let round = 0; round < ROUNDS; round++) {
      const ids = [`${round}-here`, `${round}-there`];
      for (const id of ids) await here.begin(started(id, ALICE));
      const won = await Promise.all(
        ids.map((id, n) => (n ? here : there).finish(id, finished(ALICE, round))),
      );
      expect([...won].sort()).toEqual([false, true]);
      expect((await here.memory(ALICE))?.revision).toBe(round + 1);
    }
  });

  test('a verification finished twice at once counts once', async () => {
    const { here, there } = await two();
    await here.begin(started('1', ALICE));
    const both = await Promise.allSettled([here, there].map((s) => s.finish('1', finished(ALICE, 0))));
    expect(both.filter((each) => each.status === 'fulfilled' && each.value)).toHaveLength(1);
    expect((await here.memory(ALICE))?.revision).toBe(1);
  });

  test('a first verification that finishes while its subject is forgotten leaves nothing', async () => {
    const { here, there } = await two();
    for (let round = 0; round < ROUNDS; round++) {
      const id = `${round}`;
      await here.begin(started(id, ALICE));
      await here.addReading(id, reading('https://one.example/'));
      await Promise.allSettled([
        there.finish(id, finished(ALICE, 0)),
        here.forget(ALICE),
        there.addReading(id, reading('https://two.example/')),
        there.begin(started(id, ALICE)).then(() => there.discard(id)),
      ]);
      expect([round, await here.memory(ALICE), await here.verification(id)]).toEqual([round, null, null]);
    }
  });

  test('a verification that finishes during a rebuild is folded from what that left', async () => {
    const { here, there } = await two();
    await here.begin(started('0', ALICE));
    await here.finish('0', finished(ALICE, 0));
    for (let round = 1; round <= ROUNDS; round++) {
      const id = `${round}`;
      await here.begin(started(id, ALICE));
      const before = (await here.memory(ALICE))?.revision ?? 0;
      const [count, won] = await Promise.all([
        there.rebuild(ALICE, (memory) => ({ report: null, memory: Number(memory) + 1 })),
        here.finish(id, finished(ALICE, before)),
      ]);
      const after = await here.memory(ALICE);
      // Either the rebuild saw it, or it has to fold again.
      if (won) expect(after).toEqual({ revision: before + 2, memory: count });
      else expect(after).toEqual({ revision: before + 1, memory: count });
      if (!won) await here.finish(id, finished(ALICE, before + 1));
    }
  });
});
