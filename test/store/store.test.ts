import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/store/memory-store.js';
import { openStore } from '../../src/store/open-store.js';
import type { Fold, Store } from '../../src/store/types.js';
import {
  ALICE,
  BOB,
  evidence,
  finished,
  minute,
  reading,
  response,
  started,
} from './support/plain-values.js';
import { stores } from './support/stores.js';
import { trouble } from './support/trouble.js';

const KINDS = [
  ...stores.map(({ name, newUrl }) => ({ name, make: async () => openStore(await newUrl()) })),
  { name: 'memory', make: async () => memoryStore() },
];

describe.each(KINDS)('the $name store', ({ make }) => {
  const open: Store[] = [];
  const store = async (): Promise<Store> => {
    const made = await make();
    open.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of open.splice(0)) await made.close();
  });

  test('knows nothing of a subject it never saw', async () => {
    const s = await store();
    expect({
      memory: await s.memory(ALICE),
      latest: await s.latest(ALICE),
      verifications: await s.verifications(ALICE),
      subjects: await s.subjects(),
      rebuilt: await s.rebuild(ALICE, () => ({ report: 1, memory: 1 })),
    }).toEqual({ memory: null, latest: null, verifications: [], subjects: [], rebuilt: 0 });
  });

  test('keeps what was read of a verification that never finished', async () => {
    const s = await store();
    await s.begin({ ...started('1', ALICE), perspective: 'main' });
    await s.addReading('1', reading('https://one.example/'));
    await s.addReading('1', reading('https://two.example/'));
    expect(await s.verifications(ALICE)).toEqual([
      {
        id: '1',
        subject: ALICE,
        startedAt: minute(0),
        finishedAt: null,
        perspective: 'main',
        given: ['https://1.example/'],
        evidence: null,
        report: null,
        revision: null,
        readings: [reading('https://one.example/'), reading('https://two.example/')],
      },
    ]);
    expect(await s.subjects()).toEqual([ALICE]);
  });

  test('keeps evidence, report and memory of a finished one', async () => {
    const s = await store();
    await s.begin(started('1', ALICE));
    await s.addReading('1', reading('https://one.example/'));
    expect(await s.finish('1', finished(ALICE, 0, 1))).toBe(true);
    expect(await s.memory(ALICE)).toEqual({ revision: 1, memory: { seen: 1 } });
    expect(await s.latest(ALICE)).toEqual({
      id: '1',
      finishedAt: minute(1),
      report: { subject: ALICE, n: 1 },
      checkedAt: minute(1),
      incomplete: false,
    });
    expect(await s.verifications(ALICE)).toEqual([
      {
        id: '1',
        subject: ALICE,
        startedAt: minute(0),
        finishedAt: minute(1),
        perspective: null,
        given: ['https://1.example/'],
        evidence: evidence(ALICE, 1),
        report: { subject: ALICE, n: 1 },
        revision: 1,
        readings: [reading('https://one.example/')],
      },
    ]);
  });

  test('writes nothing when the memory moved on meanwhile', async () => {
    const s = await store();
    for (const id of ['1', '2', '3']) await s.begin(started(id, ALICE));
    expect(await s.finish('1', finished(ALICE, 0, 1))).toBe(true);
    expect(await s.finish('2', finished(ALICE, 0, 2))).toBe(false);
    expect(await s.finish('3', finished(ALICE, 7, 3))).toBe(false);
    expect(await s.memory(ALICE)).toEqual({ revision: 1, memory: { seen: 1 } });
    expect((await s.verifications(ALICE)).map((each) => [each.id, each.finishedAt])).toEqual([
      ['3', null],
      ['2', null],
      ['1', minute(1)],
    ]);
    expect(await s.finish('2', finished(ALICE, 1, 2))).toBe(true);
    expect(await s.memory(ALICE)).toEqual({ revision: 2, memory: { seen: 2 } });
  });

  test('gives exactly one of many that finish at once from the same revision', async () => {
    const s = await store();
    const ids = Array.from({ length: 20 }, (_, n) => `id${n}`);
    await Promise.all(ids.map((id) => s.begin(started(id, ALICE))));
    const results = await Promise.all(ids.map((id, n) => s.finish(id, finished(ALICE, 0, n))));
    expect(results.filter((won) => won)).toEqual([true]);
    expect((await s.memory(ALICE))?.revision).toBe(1);
  });

  test('an unread verification leaves the last report the newest', async () => {
    const s = await store();
    await s.begin(started('1', ALICE, 0));
    await s.finish('1', finished(ALICE, 0, 1));
    await s.begin(started('2', ALICE, 5));
    await s.finish('2', { ...finished(ALICE, 1, 6), report: null });
    expect(await s.latest(ALICE)).toEqual({
      id: '1',
      finishedAt: minute(1),
      report: { subject: ALICE, n: 1 },
      checkedAt: minute(6),
      incomplete: true,
    });
    expect((await s.verifications(ALICE)).map((each) => each.report)).toEqual([
      null,
      { subject: ALICE, n: 1 },
    ]);
  });

  test('the newest report is the one that finished last, whatever its clock said', async () => {
    const s = await store();
    await s.begin(started('1', ALICE, 0));
    await s.begin(started('2', ALICE, 0));
    await s.finish('1', finished(ALICE, 0, 50));
    await s.finish('2', finished(ALICE, 1, 3));
    expect((await s.latest(ALICE))?.id).toBe('2');
  });

  test('pages through verifications, newest first', async () => {
    const s = await store();
    const at = [3, 1, 4, 1, 5, 9, 2, 6];
    for (const [n, start] of at.entries()) await s.begin(started(`v${n}`, ALICE, start));
    await s.begin(started('other', BOB, 2));
    const seen: string[][] = [];
    for (let before: string | undefined; ; before = seen.at(-1)?.at(-1)) {
      const page = await s.verifications(ALICE, { limit: 3, ...(before === undefined ? {} : { before }) });
      if (page.length === 0) break;
      seen.push(page.map((each) => each.id));
    }
    expect(seen).toEqual([
      ['v5', 'v7', 'v4'],
      ['v2', 'v0', 'v6'],
      ['v3', 'v1'],
    ]);
    expect(await s.verifications(ALICE, { before: 'other' })).toEqual([]);
    expect(await s.verifications(ALICE, { before: 'unknown' })).toEqual([]);
  });

  test('pages through subjects', async () => {
    const s = await store();
    const all = ['a', 'b', 'é', '\u{ff21}', '\u{1f600}', 'B'].map((name) => `mimi://a.example/u/${name}`);
    for (const [n, subject] of all.entries()) await s.begin(started(`${n}`, subject));
    await s.begin(started('again', ALICE));
    await s.begin(started('and again', ALICE));
    const first = await s.subjects({ limit: 4 });
    const second = await s.subjects({ limit: 4, after: first.at(-1) ?? '' });
    expect([...first, ...second].sort()).toEqual([...all, ALICE].sort());
    // Which order that is depends on how the database sorts text.
    expect([...first, ...second]).toEqual(await s.subjects());
    expect(await s.subjects({ after: second.at(-1) ?? '' })).toEqual([]);
  });

  test('rebuilds reports and memory from evidence, in the order of finishing', async () => {
    const s = await store();
    for (const [n, id] of ['1', '2', '3'].entries()) {
      await s.begin(started(id, ALICE, 9 - n));
      await s.finish(id, { ...finished(ALICE, n, n), report: n === 1 ? null : { old: n } });
    }
    await s.begin(started('open', ALICE));
    const fold: Fold = (memory, seen) => {
      const all = [...((memory as string[] | null) ?? []), seen.now];
      return { report: all.length === 3 ? null : { of: seen.now }, memory: all };
    };
    expect(await s.rebuild(ALICE, fold)).toBe(3);
    expect(await s.memory(ALICE)).toEqual({ revision: 4, memory: [minute(0), minute(1), minute(2)] });
    const reports = (await s.verifications(ALICE)).map((each) => [each.id, each.report]);
    expect(reports).toEqual([
      ['1', { of: minute(0) }],
      ['2', { of: minute(1) }],
      ['3', null],
      ['open', null],
    ]);
    // Whoever folded from the memory before must fold again.
    expect(await s.finish('open', finished(ALICE, 3))).toBe(false);
  });

  test('rebuilds more verifications than fit one page', async () => {
    const s = await store();
    for (let n = 0; n < 120; n++) {
      await s.begin(started(`v${n}`, ALICE));
      await s.finish(`v${n}`, finished(ALICE, n));
    }
    const count: Fold = (memory) => ({ report: null, memory: Number(memory) + 1 });
    expect(await s.rebuild(ALICE, count)).toBe(120);
    expect(await s.memory(ALICE)).toEqual({ revision: 121, memory: 120 });
    expect(await s.latest(ALICE)).toBeNull();
  });

  test('a fold that throws changes nothing', async () => {
    const s = await store();
    for (const [n, id] of ['1', '2'].entries()) {
      await s.begin(started(id, ALICE, n));
      await s.finish(id, finished(ALICE, n, n));
    }
    const before = [await s.memory(ALICE), await s.verifications(ALICE)];
    const fold: Fold = (memory) => {
      if (memory !== null) throw new RangeError('second');
      return { report: 'new', memory: 'new' };
    };
    await expect(s.rebuild(ALICE, fold)).rejects.toThrow('second');
    expect([await s.memory(ALICE), await s.verifications(ALICE)]).toEqual(before);
  });

  test('forgets one subject and no other', async () => {
    const s = await store();
    for (const [subject, id] of [
      [ALICE, '1'],
      [BOB, '2'],
    ] as const) {
      await s.begin(started(id, subject));
      await s.addReading(id, reading('https://one.example/'));
      await s.finish(id, finished(subject, 0));
    }
    const kept = [await s.memory(BOB), await s.latest(BOB), await s.verifications(BOB)];
    await s.forget(ALICE);
    expect([await s.memory(ALICE), await s.latest(ALICE), await s.verifications(ALICE)]).toEqual([
      null,
      null,
      [],
    ]);
    expect([await s.memory(BOB), await s.latest(BOB), await s.verifications(BOB)]).toEqual(kept);
    expect(await s.subjects()).toEqual([BOB]);
    await s.forget(ALICE);
  });

  test('drops what a verification brings of a subject that was forgotten meanwhile', async () => {
    const s = await store();
    await s.begin(started('1', ALICE));
    await s.forget(ALICE);
    const forgotten = {
      code: 'forgotten',
      message: 'store: the subject was forgotten while it was being verified; nothing is kept',
    };
    expect(await trouble(s.addReading('1', reading('https://one.example/')))).toEqual(forgotten);
    expect(await trouble(s.finish('1', finished(ALICE, 0)))).toEqual(forgotten);
    expect(await s.subjects()).toEqual([]);
  });

  test('a verification that is delivered twice goes on where it was', async () => {
    const s = await store();
    await s.begin(started('1', ALICE));
    await s.addReading('1', reading('https://one.example/'));
    await s.begin(started('1', ALICE, 8));
    const [kept] = await s.verifications(ALICE);
    expect([kept?.startedAt, kept?.readings.length]).toEqual([minute(0), 1]);
  });

  test('wrong use is refused as such', async () => {
    const s = await store();
    await s.begin(started('1', ALICE));
    await s.finish('1', finished(ALICE, 0));
    await expect(s.begin(started('1', ALICE))).rejects.toThrow(
      new RangeError('this verification is finished'),
    );
    await expect(s.begin(started('1', BOB))).rejects.toThrow(
      'this id belongs to the verification of another subject',
    );
    await expect(s.finish('1', finished(ALICE, 1))).rejects.toThrow('this verification is finished');
    await expect(s.begin({ ...started('2', ALICE), startedAt: 'today' })).rejects.toThrow(RangeError);
    await expect(s.begin(started('', ALICE))).rejects.toThrow(
      'the id of a verification has 1 to 128 characters',
    );
    await expect(s.verifications(ALICE, { limit: 0 })).rejects.toThrow('a page has 1 to 500 entries');
    await expect(s.subjects({ limit: 501 })).rejects.toThrow('a page has 1 to 500 entries');
    await s.begin(started('2', ALICE));
    const none = { ...finished(ALICE, 1), memory: undefined };
    await expect(s.finish('2', none)).rejects.toThrow('only JSON values are stored');
    expect(await trouble(s.begin(started('3', `mimi://a.example/u/${'x'.repeat(3000)}`)))).toEqual({
      code: 'unsupported',
      message: 'store: a subject has 1 to 2048 bytes',
    });
  });

  test('one wrong write among many does not take the others with it', async () => {
    const s = await store();
    await s.begin(started('1', ALICE));
    const results = await Promise.allSettled([
      s.addReading('1', reading('https://one.example/')),
      s.addReading('gone', reading('https://two.example/')),
      s.begin(started('1', BOB)),
      s.addReading('1', reading('https://three.example/')),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    const [kept] = await s.verifications(ALICE);
    // Of two that are written at once either may be the first.
    expect(new Set(kept?.readings)).toEqual(
      new Set([reading('https://one.example/'), reading('https://three.example/')]),
    );
  });

  test('gives back any JSON as it was, NUL, lone surrogates and __proto__ included', async () => {
    const s = await store();
    await s.begin(started('1', ALICE));
    await s.finish('1', finished(ALICE, 0));
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('\0', '\ud800', '\udc00', '$1', '?', "'"), fc.string()),
    });
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    let revision = 1;
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, text, fc.dictionary(text, json)), async (value) => {
        await s.rebuild(ALICE, () => ({ report: null, memory: value }));
        revision++;
        expect(await s.memory(ALICE)).toEqual({ revision, memory: value });
      }),
      { numRuns: 100 },
    );
  });

  test('what is given back is the caller’s own', async () => {
    const s = await store();
    await s.begin(started('1', ALICE));
    await s.finish('1', finished(ALICE, 0, 1));
    const memory = (await s.memory(ALICE))?.memory as { seen: number };
    memory.seen = 99;
    expect((await s.memory(ALICE))?.memory).toEqual({ seen: 1 });
  });

  test('closing twice is fine, and what comes later is told so', async () => {
    const s = await store();
    // More than one commit takes.
    const writing = Array.from({ length: 600 }, (_, n) => s.begin(started(`v${n}`, ALICE)));
    await s.close();
    await Promise.all(writing);
    await s.close();
    const told = { code: 'closed', message: 'store: closed' };
    expect(await trouble(s.begin(started('2', ALICE)))).toEqual(told);
    expect(await trouble(s.memory(ALICE))).toEqual(told);
    expect(await trouble(s.forget(ALICE))).toEqual(told);
    const cache = s.responseCache();
    await cache.put(response('https://late.example/'));
    expect(await cache.get('https://late.example/', 'text/html')).toBeNull();
  });
});
