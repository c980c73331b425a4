import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.js';
import {
  MAX_ONE_RESPONSE_BYTES,
  MAX_RESPONSE_AGE_MS,
  MAX_RESPONSE_BYTES,
  PRUNE_EVERY,
} from '../../src/store/limits.js';
import { memoryStore } from '../../src/store/memory-store.js';
import { openDatabase, openStore } from '../../src/store/open-store.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { DELETE_EXCESS_RESPONSES } from '../../src/store/statements.js';
import type { StoreError } from '../../src/store/store-error.js';
import { child } from './support/child.js';
import { folder } from './support/folder.js';
import { ALICE, BOB, response, started } from './support/plain-values.js';
import { stores } from './support/stores.js';

const KINDS = [
  ...stores.map(({ name, newUrl }) => ({ name, make: async () => openStore(await newUrl()) })),
  { name: 'memory', make: async () => memoryStore() },
];
const URL = 'https://one.example/';
const HTML = 'text/html';

describe.each(KINDS)('the response cache of the $name store', ({ make }) => {
  test('gives back what was put, by URL and Accept', async () => {
    const store = await make();
    const cache = store.responseCache({ subject: ALICE });
    expect(await cache.get(URL, HTML)).toBeNull();
    const first = { ...response(URL), body: new Uint8Array([0, 1, 255, 0]) };
    await cache.put(first);
    await cache.put({ ...response(URL, 1), accept: 'application/json' });
    expect(await cache.get(URL, HTML)).toEqual(first);
    expect(await cache.get(URL, 'application/json')).toEqual({
      ...response(URL, 1),
      accept: 'application/json',
    });
    expect(await cache.get(`${URL}x`, HTML)).toBeNull();
    await cache.put(response(URL, 2, ''));
    expect(await cache.get(URL, HTML)).toEqual(response(URL, 2, ''));
    await store.close();
  });

  test('gives an answer to nobody but the subject it was read for', async () => {
    const store = await make();
    const url = 'https://shared.example/';
    await store.responseCache({ subject: ALICE }).put(response(url, 1, 'as Alice’s'));
    await store.responseCache().put(response(url, 2, 'as nobody’s'));
    const bodies = [ALICE, BOB, ''].map(async (subject) => {
      const kept = await store.responseCache({ subject }).get(url, HTML);
      return kept && new TextDecoder().decode(kept.body);
    });
    expect(await Promise.all(bodies)).toEqual(['as Alice’s', null, 'as nobody’s']);
    await store.close();
  });

  test('forgets what was read for the subject, what was read for nobody in particular, and nothing else', async () => {
    const store = await make();
    const left = async (): Promise<string[]> => {
      const found = await Promise.all(
        [ALICE, BOB, ''].flatMap((subject) =>
          ['one', 'both'].map(async (name) => {
            const kept = await store.responseCache({ subject }).get(`https://${name}.example/`, HTML);
            return kept === null ? [] : [`${subject} ${name}`];
          }),
        ),
      );
      return found.flat();
    };
    await store.responseCache({ subject: ALICE }).put(response('https://one.example/'));
    for (const subject of [ALICE, BOB, ''])
      await store.responseCache({ subject }).put(response('https://both.example/'));
    expect(await left()).toEqual([`${ALICE} one`, `${ALICE} both`, `${BOB} both`, ' both']);
    await store.forget(ALICE);
    expect(await left()).toEqual([`${BOB} both`]);
    await store.close();
  });

  test('keeps no answer that comes in after its subject was forgotten', async () => {
    const store = await make();
    await store.begin(started('1', ALICE));
    const cache = store.responseCache({ subject: ALICE, verification: '1' });
    await cache.put(response(URL));
    expect(await cache.get(URL, HTML)).toEqual(response(URL));
    await store.forget(ALICE);
    await cache.put(response(URL));
    expect(await cache.get(URL, HTML)).toBeNull();
    await store.close();
  });

  test('drops answers that are too old when a verification begins', async () => {
    const store = await make();
    const cache = store.responseCache();
    await cache.put(response('https://old.example/', 0));
    await cache.put(response('https://new.example/', 1));
    const startedAt = new Date(Date.parse(response(URL, 0).storedAt) + MAX_RESPONSE_AGE_MS + 1).toISOString();
    await store.begin({ ...started('1', ALICE), startedAt });
    expect(await cache.get('https://old.example/', HTML)).toBeNull();
    expect(await cache.get('https://new.example/', HTML)).toEqual(response('https://new.example/', 1));
    await store.close();
  });

  test('does not keep an answer that is too large, nor the one it replaces', async () => {
    const store = await make();
    const cache = store.responseCache();
    await cache.put(response(URL, 0));
    await cache.put(response(URL, 1, 'x'.repeat(MAX_ONE_RESPONSE_BYTES)));
    expect(await cache.get(URL, HTML)).toBeNull();
    await store.close();
  });

  test('never holds much more than its limit: the oldest go first', async () => {
    const store = await make();
    const cache = store.responseCache();
    const size = MAX_ONE_RESPONSE_BYTES - 1000;
    const count = Math.floor(MAX_RESPONSE_BYTES / size) + PRUNE_EVERY + 1;
    const body = 'x'.repeat(size);
    for (let n = 0; n < count; n++) await cache.put(response(`https://${n}.example/`, n, body));
    const kept: number[] = [];
    for (let n = 0; n < count; n++) {
      if ((await cache.get(`https://${n}.example/`, HTML)) !== null) kept.push(n);
    }
    const newest = Array.from({ length: kept.length }, (_, n) => count - kept.length + n);
    expect(kept).toEqual(newest);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.length).toBeLessThanOrEqual(Math.floor(MAX_RESPONSE_BYTES / size));
    await store.close();
  });
});

test('caches of one store count together when all answers are looked through', async () => {
  const database = await openDatabase(join(folder(), 'store.sqlite'));
  let looks = 0;
  const counting: Database = {
    rows: (sql, values) => database.rows(sql, values),
    write: (job) =>
      database.write((queries) =>
        job({
          rows: (sql, values) => queries.rows(sql, values),
          change: (sql, values) => {
            if (sql === DELETE_EXCESS_RESPONSES) looks += 1;
            return queries.change(sql, values);
          },
        }),
      ),
    tryWrite: () => database.tryWrite(),
    erase: () => database.erase(),
    close: () => database.close(),
  };
  const store = new SqlStore(counting);
  for (let n = 0; n < 2 * PRUNE_EVERY; n++)
    await store.responseCache({ subject: `mimi://a.example/u/${n}` }).put(response(URL));
  expect(looks).toBe(2);
  await store.close();
});

test('trouble inside the cache is told to its observer and to no reading', async () => {
  const file = join(folder(), 'store.sqlite');
  const store = await openStore(file, { busyTimeoutMs: 30 });
  const holder = child('./lock-holder.ts', file);
  await holder.reached(1);
  const errors: StoreError[] = [];
  await store.responseCache({ onError: (error) => errors.push(error) }).put(response(URL));
  await store.responseCache().put(response(URL));
  expect(errors.map((error) => error.code)).toEqual(['busy']);
  expect(await store.responseCache().get(URL, HTML)).toBeNull();
  holder.process.stdin.end();
  await holder.ended;
  await store.close();
});
