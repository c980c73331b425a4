import { afterEach, describe, expect, test } from 'vitest';
import { type CopyProgress, copyStore } from '../../src/store/copy.js';
import type { Database } from '../../src/store/database.js';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { SqlSamples } from '../../src/store/sql-samples.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { SqlSessions } from '../../src/store/sql-sessions.js';
import { SqlSigningKeys } from '../../src/store/sql-signing-keys.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { SqlTokens } from '../../src/store/sql-tokens.js';
import { SqlWishes } from '../../src/store/sql-wishes.js';
import { TABLES } from '../../src/store/tables.js';
import { newJob } from './support/jobs.js';
import { ALICE, BOB, finished, minute, reading, response, started } from './support/plain-values.js';
import { type StoreKind, stores } from './support/stores.js';
import { trouble } from './support/trouble.js';

const WAYS = stores.flatMap((from) => stores.map((to) => ({ name: `${from.name} to ${to.name}`, from, to })));
/** More than two pages. */
const READINGS = 300;

describe.each(WAYS)('copying $name', ({ from, to }) => {
  const opened: Database[] = [];
  const open = async (kind: StoreKind): Promise<Database> => {
    const { database } = await kind.open();
    opened.push(database);
    return database;
  };
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  test('brings every row of every table but the cache, in both directions', async () => {
    const [source, target, back] = [await open(from), await open(to), await open(from)];
    await fill(source);
    const before = await dump(source);
    const progress: CopyProgress[] = [];
    const copied = await copyStore(source, target, { onProgress: (each) => progress.push(each) });
    expect(copied).toEqual({
      verification: 3,
      reading: READINGS,
      memory: 1,
      job: 2,
      schedule: 1,
      token: 1,
      signing_key: 1,
      sample: 2,
      schedule_wish: 1,
    });
    expect(await dump(target)).toEqual({ ...before, response: [], response_subject: [], session: [] });
    expect(progress.filter(({ table }) => table === 'reading')).toEqual(
      [128, 256, 300].map((rows) => ({ table: 'reading', copied: rows, rows: READINGS })),
    );
    await copyStore(target, back);
    expect(await dump(back)).toEqual(await dump(target));
    expect(await dump(source)).toEqual(before);
  });

  test('is refused where the target holds anything at all', async () => {
    const [source, target] = [await open(from), await open(to)];
    await new SqlStore(target).responseCache().put(response('https://one.example/'));
    expect(await trouble(copyStore(source, target))).toEqual({
      code: 'unsupported',
      message: 'store: the target of a copy has to be empty; name a new one',
    });
  });

  test('leaves nothing where it is ended, or the source changes meanwhile', async () => {
    const [source, target] = [await open(from), await open(to)];
    await fill(source);
    const empty = await dump(target);
    const abort = new AbortController();
    const onProgress = ({ table }: CopyProgress): void => {
      if (table === 'reading') abort.abort(new RangeError('ended'));
    };
    await expect(copyStore(source, target, { onProgress, signal: abort.signal })).rejects.toThrow('ended');
    expect(await dump(target)).toEqual(empty);
    let late = 0;
    const changing: Database = {
      rows: async (sql, values) => {
        if (sql.includes('FROM memory') && late++ === 0)
          await new SqlStore(source).begin(started('late', BOB));
        return source.rows(sql, values);
      },
      write: (job) => source.write(job),
      tryWrite: () => source.tryWrite(),
      erase: () => source.erase(),
      close: () => source.close(),
    };
    expect(await trouble(copyStore(changing, target))).toEqual({
      code: 'busy',
      message: 'store: its verification rows changed while they were copied; end what writes to it first',
    });
    expect(await dump(target)).toEqual(empty);
  });
});

/** Something in every table, in every column. */
async function fill(database: Database): Promise<void> {
  const store = new SqlStore(database);
  const jobs = new SqlJobs(database);
  for (const id of ['1', '2']) await store.begin({ ...started(id, ALICE), perspective: 'main' });
  await store.begin(started('\u{1f600}', BOB));
  await Promise.all(
    Array.from({ length: READINGS }, (_, n) =>
      store.addReading(`${(n % 2) + 1}`, reading(`https://${n}.example/`)),
    ),
  );
  await store.finish('1', { ...finished(ALICE, 0), memory: { text: 'NUL \0, lone \ud800, "quoted"' } });
  await store.responseCache({ subject: ALICE }).put(response('https://one.example/'));
  await jobs.submit(newJob('1', { given: ['https://one.example/'], caller: 'c' }));
  await jobs.submit(newJob('2', { dedup: 'other' }));
  await jobs.start('1', minute(1));
  await jobs.complete('1', { at: minute(2), verification: '1', report: { verdict: 'weak' } });
  const schedule = { subject: ALICE, everySeconds: 3600, dueAt: minute(9), createdAt: minute(0) };
  await new SqlSchedules(database).put(schedule);
  await new SqlWishes(database).put('t', schedule);
  const token = { id: 't', name: 'monitoring', role: 'caller' as const, hash: 'h', createdAt: minute(0) };
  await new SqlSamples(database).add([0, 5].map((n) => ({ series: 'jobs.done', slot: minute(n), value: n })));
  const session = { hash: 's', token: 't', createdAt: minute(0), expiresAt: minute(9) };
  await new SqlSessions(database).begin(session);
  await new SqlTokens(database).add({ ...token, expiresAt: null, revokedAt: minute(1) });
  await new SqlSigningKeys(database).add({
    ...{ kid: 'k', jwk: { kty: 'OKP' }, createdAt: minute(0), signsUntil: minute(1), shownUntil: minute(2) },
  });
}

/** Every row of every table, sorted by its text: two databases may sort otherwise. */
async function dump(database: Database): Promise<Record<string, string[]>> {
  const rows = TABLES.map(async ({ name, columns }): Promise<[string, string[]]> => {
    const all = await database.rows(`SELECT ${columns.join(', ')} FROM ${name}`);
    return [name, all.map((row) => JSON.stringify(columns.map((column) => row[column]))).sort()];
  });
  return Object.fromEntries(await Promise.all(rows));
}
