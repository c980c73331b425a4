import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { startPostgres } from '../support/postgres.js';
import { describeWithPostgres } from '../support/services.js';
import { eventually } from './support/eventually.js';
import { ALICE, reading, started } from './support/plain-values.js';
import { trouble } from './support/trouble.js';

describeWithPostgres('a PostgreSQL that goes away', () => {
  test('killed at any moment it loses nothing that was acknowledged, and the store goes on', async () => {
    const postgres = await startPostgres({ durable: true });
    onTestFinished(() => postgres.stop());
    const url = await postgres.createDatabase();
    const store = new SqlStore(await openDatabase(url));
    onTestFinished(() => store.close());
    await store.begin(started('1', ALICE));
    const acknowledged: string[] = [];
    for (const count of [3, 40]) {
      const until = acknowledged.length + count;
      // Settled at once: whoever is ended first is not waited for last.
      const writing = Promise.allSettled(
        Array.from({ length: 4 }, async (_, lane) => {
          for (let n = 0; ; n++) {
            const account = `https://${until}-${lane}-${n}.example/`;
            await store.addReading('1', reading(account));
            acknowledged.push(account);
          }
        }),
      );
      await eventually(async () => {
        if (acknowledged.length < until) throw new Error('not yet');
      });
      await postgres.kill();
      const ends = await writing;
      expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual(
        Array(4).fill('unavailable'),
      );
      expect((await trouble(store.subjects())).code).toBe('unavailable');
      await postgres.restart();
      const kept = new Set((await store.readings('1', 0)).map((each) => each.reading.account));
      expect(acknowledged.filter((account) => !kept.has(account))).toEqual([]);
    }
  });
});
