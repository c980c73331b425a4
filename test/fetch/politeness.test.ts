import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { retryAfter } from '../../src/fetch/back-off.js';
import { Budget, SignalHub } from '../../src/fetch/budget.js';
import { Slots } from '../../src/fetch/slots.js';
import { frozenClock } from '../support/frozen-clock.js';
import { answer, type HostileServer, startHostileServer, text } from '../support/hostile-server.js';
import { get, loopbackFetcher, told } from '../support/loopback-fetcher.js';
import { inStillTime } from '../support/still-time.js';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer(['a.example', 'b.example', '*.c.example']);
});
afterAll(() => server.close());

const asked = (path: string) => server.requests.filter((line) => line.endsWith(path)).length;

describe('a host that asks for patience', () => {
  it.each([
    [429, { 'retry-after': '120' }, '2026-11-21T12:02:00.000Z'],
    [503, { 'retry-after': 'Sat, 21 Nov 2026 12:05:00 GMT' }, '2026-11-21T12:05:00.000Z'],
    [429, {}, '2026-11-21T12:00:30.000Z'],
    [429, { 'retry-after': '99999999' }, '2026-11-21T13:00:00.000Z'],
  ])(
    '%i with %o is left alone until then, on every path, and asked afterwards',
    async (status, headers, retryAt) => {
      const clock = frozenClock();
      const fetcher = loopbackFetcher(server, {}, { clock });
      const path = `/limited-${status}-${retryAt}`;
      server.route(
        path,
        ({ socket, count }) => void socket.write(count === 1 ? answer(status, headers) : text('hello')),
      );
      const first = await get(fetcher, `https://a.example${path}`);
      const limited = {
        outcome: 'unreachable',
        reason: 'rate-limited',
        detail: `a.example asks not to be asked again before ${retryAt}`,
        retryAt,
      };
      expect(told(first)).toEqual({ ...limited, status });
      const before = server.requests.length;
      expect(told(await get(fetcher, 'https://a.example/ok'))).toEqual(limited);
      expect(server.requests.length).toBe(before);
      expect(told(await get(fetcher, 'https://b.example/ok')).outcome).toBe('read');
      clock.set(retryAt);
      expect(told(await get(fetcher, `https://a.example${path}`)).outcome).toBe('read');
      await fetcher.close();
    },
  );

  it('a short wait is waited for within the reading', async () => {
    server.route('/one-second', ({ socket, count }) => {
      socket.write(count === 1 ? answer(429, { 'retry-after': '0' }) : text('hello'));
    });
    const fetcher = loopbackFetcher(server);
    const reading = await get(fetcher, 'https://a.example/one-second');
    expect([told(reading).outcome, reading.hops.map((hop) => hop.status)]).toEqual(['read', [429, 200]]);
    await fetcher.close();
  });

  it('503 without Retry-After is a hiccup: three attempts, then the status', async () => {
    const fetcher = loopbackFetcher(server);
    const reading = await get(fetcher, 'https://a.example/status?is=503');
    expect([told(reading), reading.hops.map((hop) => hop.status)]).toEqual([
      { outcome: 'unreachable', reason: 'status', detail: 'the host answered with status 503', status: 503 },
      [503, 503, 503],
    ]);
    await fetcher.close();
  });

  it('no retry begins that could not end in time', async () => {
    server.route('/two-seconds', ({ socket }) => void socket.write(answer(429, { 'retry-after': '2' })));
    const fetcher = loopbackFetcher(server, { maxTimeMs: 1_900 });
    const reading = await inStillTime(() => get(fetcher, 'https://b.example/two-seconds'));
    expect([told(reading).reason, reading.hops.map((hop) => hop.status)]).toEqual(['rate-limited', [429]]);
    await fetcher.close();
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  it.each([
    ['5', '2026-11-21T12:00:05.000Z'],
    [' 5 ', '2026-11-21T12:00:05.000Z'],
    ['0', '2026-11-21T12:00:00.000Z'],
    ['9999999999', '2026-11-21T13:00:00.000Z'],
    ['Sat, 21 Nov 2026 12:10:00 GMT', '2026-11-21T12:10:00.000Z'],
    ['Sat, 21 Nov 2020 12:10:00 GMT', '2026-11-21T12:00:00.000Z'],
    ['Sat, 21 Nov 9999 12:10:00 GMT', '2026-11-21T13:00:00.000Z'],
    ['-5', null],
    ['2.5', null],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%o lets us come back at %s', (header, at) => {
    expect(retryAfter(header, now)?.toISOString() ?? null).toBe(at);
  });
});

describe('concurrency', () => {
  it('one host is never asked more than six times at once, and hears everybody', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    server.route('/held', ({ socket }) => {
      waiting.push(() => socket.write(text('hello')));
      most = Math.max(most, waiting.length);
      // Answered once nobody else can be on the way: all six are here, or the last two of twenty.
      if (waiting.length === 6 || asked('/held') === 20) for (const done of waiting.splice(0)) done();
    });
    const fetcher = loopbackFetcher(server);
    const readings = await Promise.all(
      Array.from({ length: 20 }, () => get(fetcher, 'https://a.example/held')),
    );
    expect([most, new Set(readings.map((one) => one.outcome)), server.requests.length > 0]).toEqual([
      6,
      new Set(['read']),
      true,
    ]);
    await fetcher.close();
  });

  it('a slow host delays nobody else', async () => {
    const fetcher = loopbackFetcher(server);
    const caller = new AbortController();
    const slow = Array.from({ length: 40 }, (_, n) =>
      fetcher.fetch(
        {
          url: `https://a.example/silent?${n}`,
          accept: '*/*',
          policy: { redirects: 'none', maxRedirects: 0, maxBytes: 10, robots: 'ignore' },
        },
        { signal: caller.signal },
      ),
    );
    const others = await Promise.all(
      Array.from({ length: 40 }, (_, n) => get(fetcher, `https://h${n}.c.example/ok`)),
    );
    expect(new Set(others.map((one) => one.outcome))).toEqual(new Set(['read']));
    caller.abort();
    expect(new Set((await Promise.all(slow)).map((one) => told(one).reason))).toEqual(new Set(['cancelled']));
    await fetcher.close();
  });

  it('the wait for a turn is not taken from a reading’s time', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const budget = new Budget(1_000, new SignalHub());
      budget.run();
      vi.advanceTimersByTime(600);
      budget.pause();
      vi.advanceTimersByTime(60_000);
      budget.run();
      vi.advanceTimersByTime(399);
      expect([budget.stopped, budget.left]).toEqual([null, 1]);
      vi.advanceTimersByTime(1);
      expect([budget.stopped, budget.left]).toEqual(['timeout', 0]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('slots are handed on in the order of asking, and left by who stops waiting', async () => {
    const slots = new Slots(1, 2);
    const never = new AbortController();
    const order: string[] = [];
    const first = await slots.acquire('a', never.signal);
    const leaver = new AbortController();
    const gone = slots.acquire('a', leaver.signal);
    const next = slots.acquire('a', never.signal).then((release) => {
      order.push('next');
      return release;
    });
    const last = slots.acquire('a', never.signal).then((release) => {
      order.push('last');
      return release;
    });
    leaver.abort();
    expect(await gone).toBeNull();
    first?.();
    (await next)?.();
    (await last)?.();
    expect(order).toEqual(['next', 'last']);
    expect(await slots.acquire('a', leaver.signal)).toBeNull();
  });
});
