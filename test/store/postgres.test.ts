import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Queries } from '../../src/store/database.js';
import { openDatabase } from '../../src/store/open-store.js';
import { PostgresDatabase } from '../../src/store/postgres.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { type PrivatePostgres, startPostgres } from '../support/postgres.js';
import { describeWithPostgres } from '../support/services.js';
import { child } from './support/child.js';
import { eventually } from './support/eventually.js';
import { ALICE, started } from './support/plain-values.js';
import { trouble } from './support/trouble.js';

const END_ALL = `
  SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
  WHERE application_name = 'crossproof' AND datname = '%'`;

describeWithPostgres('PostgreSQL', () => {
  let postgres: PrivatePostgres;
  beforeAll(async () => {
    // A deadlock is looked for at once.
    postgres = await startPostgres({ config: { deadlock_timeout: '10ms', max_connections: '40' } });
  });
  afterAll(() => postgres.stop());

  const nameOf = (url: string): string => new URL(url).pathname.slice(1);

  async function opened(): Promise<{
    database: PostgresDatabase;
    store: SqlStore;
    url: string;
    name: string;
  }> {
    const url = await postgres.createDatabase();
    await (await openDatabase(url)).close();
    const database = new PostgresDatabase(url);
    onTestFinished(() => database.close());
    return { database, store: new SqlStore(database), url, name: nameOf(url) };
  }

  test('of two writes that wait for each other one is run again', async () => {
    const { database, store } = await opened();
    for (const id of ['a', 'b']) await store.begin(started(id, `mimi://a.example/u/${id}`));
    const hold = 'UPDATE verification SET given = $2 WHERE id = $1';
    const bothHold = barrier(2);
    let runs = 0;
    const write = (first: string, second: string) => async (queries: Queries) => {
      runs++;
      // Whoever lost begins anew once the other is done: before that they could meet again.
      if (runs > 2) await won;
      await queries.change(hold, [first, first]);
      await bothHold();
      await queries.change(hold, [second, first]);
    };
    const both = [database.write(write('a', 'b')), database.write(write('b', 'a'))];
    const won = Promise.race(both);
    await Promise.all(both);
    expect(runs).toBe(3);
    const given = await database.rows('SELECT given FROM verification');
    expect(new Set(given.map((row) => row.given)).size).toBe(1);
  });

  test('a query whose connection is lost rejects, and the next one has another', async () => {
    const { database, store, name } = await opened();
    await store.begin(started('1', ALICE));
    const sleeping = trouble(database.rows('SELECT pg_sleep($1)', [20]));
    await postgres.psql(
      waitFor(
        `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep($1)%' AND state = 'active' AND pid <> pg_backend_pid()`,
      ),
    );
    const writing = trouble(
      database.write(async (queries) => {
        await queries.change('UPDATE verification SET given = $1', ['[]']);
        await postgres.psql(END_ALL.replace('%', name));
        await queries.change('UPDATE verification SET given = $1', ['[]']);
      }),
    );
    expect((await sleeping).code).toBe('unavailable');
    expect((await writing).code).toBe('unavailable');
    // Another of the connections that were ended may be met first.
    const kept = await eventually(() => store.verifications(ALICE));
    expect(kept.map(({ given }) => given)).toEqual([['https://1.example/']]);
  });

  test('connections that die while nobody uses them are replaced', async () => {
    const { store, name } = await opened();
    await Promise.all(['1', '2', '3'].map((id) => store.begin(started(id, ALICE))));
    await postgres.psql(END_ALL.replace('%', name));
    await postgres.psql(
      waitFor(`SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = '${name}')`),
    );
    await eventually(() => store.begin(started('4', ALICE)));
    expect(await store.verifications(ALICE)).toHaveLength(4);
  });

  test('a write that goes on after a failed query is a bug, and nothing of it is kept', async () => {
    const { database, store } = await opened();
    const write = database.write(async (queries) => {
      await queries.change('INSERT INTO memory (subject, revision, memory) VALUES ($1, $2, $3)', [
        ALICE,
        1,
        '{}',
      ]);
      await queries.change('DELETE FROM nowhere').catch(() => 0);
    });
    await expect(write).rejects.toThrow('a write went on after one of its queries failed');
    expect(await store.memory(ALICE)).toBeNull();
  });

  test('two processes that write at once both get everything in, and no memory is lost', async () => {
    const { store, url } = await opened();
    const writers = ['x', 'y'].map((prefix) => child('./writer.ts', url, prefix, '20'));
    expect(await Promise.all(writers.map((writer) => writer.ended))).toEqual([0, 0]);
    const subjects = await store.subjects();
    const counts = await Promise.all(subjects.map(async (subject) => (await store.memory(subject))?.memory));
    expect(counts).toEqual(Array(5).fill({ count: 8 }));
  });
});

/** Each caller waits for the others; whoever comes after them does not wait. */
function barrier(count: number): () => Promise<void> {
  let missing = count;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    if (--missing === 0) open();
    return opened;
  };
}

/** Runs the query until it gives a row. */
function waitFor(query: string): string {
  return `DO $$ BEGIN WHILE NOT EXISTS (${query}) LOOP PERFORM pg_stat_clear_snapshot(); PERFORM pg_sleep(0.005); END LOOP; END $$`;
}
