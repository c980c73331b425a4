import { afterEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/store/memory-store.js';
import type { Store } from '../../src/store/types.js';
import { ALICE, BOB, finished, minute, reading, started } from './support/plain-values.js';
import { stores } from './support/stores.js';
import { trouble } from './support/trouble.js';

const KINDS: { name: string; open(): Promise<{ store: Store }> }[] = [
  ...stores,
  { name: 'memory', open: async () => ({ store: memoryStore() }) },
];
const FORGOTTEN = {
  code: 'forgotten',
  message: 'store: the subject was forgotten while it was being verified; nothing is kept',
};

describe.each(KINDS)('what jobs ask of the store in $name', ({ open }) => {
  const opened: Store[] = [];
  const make = async (): Promise<Store> => {
    const { store } = await open();
    opened.push(store);
    return store;
  };
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  test('a verification is found by its id, with what it read', async () => {
    const s = await make();
    await s.begin({ ...started('1', ALICE), perspective: 'main' });
    await s.addReading('1', reading('https://one.example/'));
    await s.finish('1', finished(ALICE, 0, 1));
    await s.begin(started('2', ALICE, 2));
    const [second, first] = await s.verifications(ALICE);
    expect([await s.verification('1'), await s.verification('2')]).toEqual([first, second]);
    expect([first?.revision, second?.revision]).toEqual([1, null]);
    expect(await s.verification('3')).toBeNull();
  });

  test('readings are told from where one stopped listening', async () => {
    const s = await make();
    await s.begin(started('1', ALICE));
    const urls = ['https://one.example/', 'https://two.example/', 'https://three.example/'];
    for (const url of urls) await s.addReading('1', reading(url));
    const all = await s.readings('1', 0);
    expect(all).toEqual(urls.map((url, n) => ({ ordinal: n + 1, reading: reading(url) })));
    expect(await s.readings('1', 2)).toEqual(all.slice(2));
    expect([await s.readings('1', 3), await s.readings('gone', 0)]).toEqual([[], []]);
  });

  test('readings added at the same time are all kept, each under its own ordinal', async () => {
    const s = await make();
    await s.begin(started('1', ALICE));
    const urls = Array.from({ length: 50 }, (_, n) => `https://${n}.example/`);
    await Promise.all(urls.map((url) => s.addReading('1', reading(url))));
    const kept = await s.readings('1', 0);
    expect(kept.map(({ reading: { account } }) => account).sort()).toEqual([...urls].sort());
    expect(new Set(kept.map(({ ordinal }) => ordinal)).size).toBe(50);
    expect([...kept].sort((a, b) => a.ordinal - b.ordinal)).toEqual(kept);
  });

  test('one that is taken up again goes on with what it read', async () => {
    const s = await make();
    await s.begin(started('1', ALICE));
    await s.addReading('1', reading('https://one.example/'));
    await s.begin(started('1', ALICE, 7));
    await s.addReading('1', reading('https://two.example/'));
    expect(await s.verification('1')).toMatchObject({
      startedAt: minute(0),
      readings: [reading('https://one.example/'), reading('https://two.example/')],
    });
  });

  test('a dropped one leaves nothing, and a finished one is not dropped', async () => {
    const s = await make();
    for (const id of ['1', '2']) {
      await s.begin(started(id, ALICE));
      await s.addReading(id, reading('https://one.example/'));
    }
    await s.finish('1', finished(ALICE, 0, 1));
    const kept = await s.verification('1');
    for (const id of ['1', '2', 'gone']) await s.discard(id);
    expect([await s.verification('1'), await s.verification('2')]).toEqual([kept, null]);
    expect(await s.readings('2', 0)).toEqual([]);
    expect(await trouble(s.addReading('2', reading('https://two.example/')))).toEqual(FORGOTTEN);
    expect(await trouble(s.finish('2', finished(ALICE, 1)))).toEqual(FORGOTTEN);
  });

  test('the last report says when it was last checked, and whether that told anything', async () => {
    const s = await make();
    const finish = async (id: string, revision: number, n: number, report: unknown) => {
      await s.begin(started(id, ALICE, 50));
      await s.finish(id, { ...finished(ALICE, revision, n), report });
    };
    await finish('unread', 0, 1, null);
    expect(await s.latest(ALICE)).toBeNull();
    await finish('first', 1, 2, 'first');
    const first = { id: 'first', finishedAt: minute(2), report: 'first' };
    expect(await s.latest(ALICE)).toEqual({ ...first, checkedAt: minute(2), incomplete: false });
    await finish('unread again', 2, 9, null);
    // The clock of this one was behind.
    await finish('and again', 3, 5, null);
    await s.begin(started('unfinished', ALICE, 59));
    expect(await s.latest(ALICE)).toEqual({ ...first, checkedAt: minute(5), incomplete: true });
    await finish('second', 4, 3, 'second');
    const second = { id: 'second', finishedAt: minute(3), report: 'second' };
    expect(await s.latest(ALICE)).toEqual({ ...second, checkedAt: minute(3), incomplete: false });
  });

  test('reports are paged in the order they were finished, the last first', async () => {
    const s = await make();
    for (const [n, start] of [4, 1, 5, 2, 3].entries()) {
      await s.begin(started(`v${n}`, ALICE, start));
      await s.finish(`v${n}`, { ...finished(ALICE, n, start + 10), report: n === 3 ? null : { n } });
    }
    await s.begin(started('unfinished', ALICE, 9));
    await s.begin(started('other', BOB));
    await s.finish('other', finished(BOB, 0, 1));
    const first = await s.reports(ALICE, { limit: 2 });
    const second = await s.reports(ALICE, { before: first.at(-1)?.revision ?? 0 });
    expect([first, second]).toEqual([
      [
        { id: 'v4', revision: 5, finishedAt: minute(13), report: { n: 4 } },
        { id: 'v3', revision: 4, finishedAt: minute(12), report: null },
      ],
      [
        { id: 'v2', revision: 3, finishedAt: minute(15), report: { n: 2 } },
        { id: 'v1', revision: 2, finishedAt: minute(11), report: { n: 1 } },
        { id: 'v0', revision: 1, finishedAt: minute(14), report: { n: 0 } },
      ],
    ]);
    for (const before of [1, 0, -1]) expect(await s.reports(ALICE, { before })).toEqual([]);
    await expect(s.reports(ALICE, { limit: 501 })).rejects.toThrow('a page has 1 to 500 entries');
  });

  test('one that follows another begins only while that is there', async () => {
    const s = await make();
    const follow = (id: string, subject: string, after: string) =>
      s.begin({ ...started(id, subject), only: { after } });
    await s.begin(started('1', ALICE));
    expect(await trouble(follow('2', ALICE, '1'))).toEqual(FORGOTTEN);
    await s.finish('1', finished(ALICE, 0));
    await follow('2', ALICE, '1');
    await follow('2', ALICE, '1');
    expect(await trouble(follow('3', BOB, '1'))).toEqual(FORGOTTEN);
    await s.forget(ALICE);
    expect(await trouble(follow('2', ALICE, '1'))).toEqual(FORGOTTEN);
    expect(await s.subjects()).toEqual([]);
  });

  test('one that a job asks for does not begin where there is no such job', async () => {
    const s = await make();
    expect(await trouble(s.begin({ ...started('1', ALICE), only: { job: '1' } }))).toEqual(FORGOTTEN);
    expect(await s.subjects()).toEqual([]);
  });
});
