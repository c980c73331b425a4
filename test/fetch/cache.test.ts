import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CachedResponse, ResponseCache } from '../../src/fetch/types.js';
import { frozenClock } from '../support/frozen-clock.js';
import { answer, type HostileServer, startHostileServer, text } from '../support/hostile-server.js';
import { get, loopbackFetcher, told } from '../support/loopback-fetcher.js';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

/** A store as small as can be. */
function memory(): ResponseCache & { readonly kept: Map<string, CachedResponse> } {
  const kept = new Map<string, CachedResponse>();
  return {
    kept,
    get: async (url, accept) => kept.get(`${accept} ${url}`) ?? null,
    put: async (response) => void kept.set(`${response.accept} ${response.url}`, response),
  };
}

/** A path of its own for each test, a fetcher with a store, and the times the path was asked. */
function scene(headers: Record<string, string>, cache: ResponseCache = memory()) {
  const path = `/kept-${Math.random().toString(36).slice(2)}`;
  let seen = 0;
  server.route(path, ({ socket, headers: asked }) => {
    seen += 1;
    const same = headers.etag !== undefined && asked['if-none-match'] === headers.etag;
    socket.write(same ? answer(304, { etag: headers.etag as string }) : text(`answer ${seen}`, headers));
  });
  const clock = frozenClock();
  const fetcher = loopbackFetcher(server, {}, { clock, cache });
  return { clock, fetcher, url: `https://a.example${path}`, path, asked: () => seen };
}

const MINUTE = 60_000;

describe('freshness', () => {
  it.each<[string, Record<string, string>, number, boolean]>([
    ['within max-age', { 'cache-control': 'max-age=600' }, 9 * MINUTE, true],
    ['after max-age', { 'cache-control': 'max-age=600' }, 10 * MINUTE, false],
    [
      'a year of max-age, within the hour',
      { 'cache-control': 'public, max-age=31536000, immutable' },
      59 * MINUTE,
      true,
    ],
    [
      'a year of max-age, after the hour',
      { 'cache-control': 'public, max-age=31536000, immutable' },
      60 * MINUTE,
      false,
    ],
    [
      'the shorter of max-age and s-maxage',
      { 'cache-control': 's-maxage=60, max-age=600' },
      2 * MINUTE,
      false,
    ],
    ['Age counts', { 'cache-control': 'max-age=600', age: '570' }, MINUTE, false],
    ['private is kept', { 'cache-control': 'private, max-age=600' }, MINUTE, true],
    ['no-cache is asked again', { 'cache-control': 'no-cache, max-age=600' }, 0, false],
    ['no-store is not kept', { 'cache-control': 'no-store, max-age=600' }, 0, false],
    ['nothing said, nothing guessed', {}, 0, false],
    ['a max-age that is no number', { 'cache-control': 'max-age=1e9' }, 0, false],
    ['Vary: *', { 'cache-control': 'max-age=600', vary: 'accept, *' }, 0, false],
    [
      'Vary on what we always send alike',
      { 'cache-control': 'max-age=600', vary: 'accept-encoding, cookie' },
      0,
      true,
    ],
    [
      'Expires over Date',
      { date: 'Sat, 21 Nov 2026 12:00:00 GMT', expires: 'Sat, 21 Nov 2026 12:10:00 GMT' },
      9 * MINUTE,
      true,
    ],
    [
      'a Date from the past has aged',
      { 'cache-control': 'max-age=600', date: 'Sat, 21 Nov 2026 11:00:00 GMT' },
      0,
      false,
    ],
    ['a clock that was put back', { 'cache-control': 'max-age=600' }, -MINUTE, false],
  ])('%s', async (_what, headers, later, kept) => {
    const { clock, fetcher, url, asked } = scene(headers);
    const first = await get(fetcher, url);
    clock.advance(later);
    const second = await get(fetcher, url);
    expect([told(first), told(second), asked()]).toEqual([
      expect.objectContaining({ text: 'answer 1', fromCache: false }),
      expect.objectContaining({ text: kept ? 'answer 1' : 'answer 2', fromCache: kept }),
      kept ? 1 : 2,
    ]);
    if (kept) expect(second.fetchedAt).toBe(first.fetchedAt);
    await fetcher.close();
  });
});

describe('revalidation', () => {
  it('304 keeps the body, and is a look of its own', async () => {
    const { clock, fetcher, url, asked } = scene({ etag: '"v1"' });
    const first = await get(fetcher, url);
    clock.advance(5 * MINUTE);
    const second = await get(fetcher, url);
    expect([told(second), second.fetchedAt, asked()]).toEqual([
      { ...told(first), fromCache: true },
      '2026-11-21T12:05:00.000Z',
      2,
    ]);
    expect(second.hops.map((hop) => hop.status)).toEqual([304]);
    await fetcher.close();
  });

  it('If-Modified-Since goes where there is no ETag', async () => {
    const modified = 'Sat, 21 Nov 2026 10:00:00 GMT';
    const { fetcher, url, path } = scene({ 'last-modified': modified });
    await get(fetcher, url);
    await get(fetcher, url);
    const last = server.requests.findLastIndex((line) => line.endsWith(path));
    expect(server.headers[last]).toMatchObject({ 'if-modified-since': modified });
    await fetcher.close();
  });

  it('a 304 for another validator is not believed', async () => {
    const cache = memory();
    const { fetcher, url, path } = scene({ etag: '"v1"' }, cache);
    await get(fetcher, url);
    server.route(path, ({ socket, headers }) => {
      socket.write(headers['if-none-match'] ? answer(304, { etag: '"v2"' }) : text('new', { etag: '"v2"' }));
    });
    expect(told(await get(fetcher, url))).toMatchObject({ text: 'new', fromCache: false });
    await fetcher.close();
  });

  it('what was kept does not hide that the page is gone', async () => {
    const { fetcher, url, path } = scene({ etag: '"v1"' });
    await get(fetcher, url);
    server.route(path, ({ socket }) => void socket.write(answer(404, {})));
    expect(told(await get(fetcher, url))).toEqual({ outcome: 'absent', status: 404 });
    await fetcher.close();
  });
});

describe('a store in trouble', () => {
  const broken: ResponseCache = {
    get: async () => {
      throw new Error('disk I/O error');
    },
    put: async () => {
      throw new Error('disk is full');
    },
  };
  const lying = (wrong: Partial<CachedResponse>): ResponseCache => ({
    get: async (url, accept) => ({
      url,
      finalUrl: url,
      accept,
      status: 200,
      headers: { 'cache-control': 'max-age=600' },
      body: Buffer.from('kept'),
      storedAt: '2026-11-21T12:00:00.000Z',
      ...wrong,
    }),
    put: async () => undefined,
  });
  it.each<[string, ResponseCache]>([
    ['throws', broken],
    ['gives back another URL', lying({ url: 'https://b.example/' })],
    ['gives back what was reached by a redirect', lying({ finalUrl: 'https://b.example/' })],
    ['gives back an error page', lying({ status: 500 })],
    ['gives back more than may be read', lying({ body: Buffer.alloc(70_000) })],
    ['does not know since when', lying({ storedAt: 'yesterday' })],
  ])('%s: the page is read all the same', async (_what, cache) => {
    const { fetcher, url } = scene({}, cache);
    expect(told(await get(fetcher, url))).toMatchObject({
      outcome: 'read',
      text: 'answer 1',
      fromCache: false,
    });
    await fetcher.close();
  });
});

it('a page behind a redirect is kept under its own URL, so the redirect is asked each time', async () => {
  const cache = memory();
  const { fetcher, url, path } = scene({ 'cache-control': 'max-age=600' }, cache);
  const start = `https://a.example/to?url=${path}`;
  await get(fetcher, start);
  const second = await get(fetcher, start);
  expect([[...cache.kept.keys()], second.hops.map((hop) => hop.detail ?? hop.status)]).toEqual([
    [`*/* ${url}`],
    [302, 'kept since 2026-11-21T12:00:00.000Z'],
  ]);
  await fetcher.close();
});
