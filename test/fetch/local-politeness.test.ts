import { expect, it, vi } from 'vitest';
import { Budget, Followers, SignalHub } from '../../src/fetch/budget.js';
import { localPoliteness, type Politeness, PolitenessError } from '../../src/fetch/index.js';
import { frozenClock } from '../support/frozen-clock.js';
import { startHostileServer, text } from '../support/hostile-server.js';
import { get, loopbackFetcher, told } from '../support/loopback-fetcher.js';
import { inStillTime } from '../support/still-time.js';

const signal = new AbortController().signal;
const RESTING = { release: null, restMs: 5_000 };

it('without a rate a free host gives a turn at once, as often as there are places', () => {
  const polite = localPoliteness({ clock: frozenClock(), perHost: 2 });
  const turns = [1, 2, 3].map(() => polite.takeNow('a.example'));
  expect(turns).toEqual([{ release: expect.any(Function) }, { release: expect.any(Function) }, null]);
  turns[0]?.release?.();
  expect(polite.takeNow('a.example')).not.toBeNull();
});

it('with a rate turns beyond the burst come one after the other, and another host waits for none of it', async () => {
  vi.useFakeTimers({ now: new Date('2026-11-21T12:00:00Z') });
  try {
    const clock = { now: () => new Date() };
    const polite = localPoliteness({ clock, perHost: 6, ratePerSecond: 10, burst: 2 });
    const start = Date.now();
    const at: number[] = [];
    const asked = Array.from({ length: 8 }, async () => {
      const turn = polite.takeNow('a.example') ?? (await polite.take('a.example', signal));
      at.push(Date.now() - start);
      turn?.release?.();
    });
    expect(polite.takeNow('b.example')).not.toBeNull();
    await vi.runAllTimersAsync();
    await Promise.all(asked);
    expect(at).toEqual([0, 0, 100, 200, 300, 400, 500, 600]);
  } finally {
    vi.useRealTimers();
  }
});

it('whoever stands in line when a host asks for patience does not ask it any more', async () => {
  const polite = localPoliteness({ clock: frozenClock(), perHost: 1 });
  const first = polite.takeNow('a.example');
  const next = polite.take('a.example', signal);
  polite.rest('a.example', 5_000);
  first?.release?.();
  expect(await next).toEqual(RESTING);
  expect(polite.takeNow('a.example')).toEqual(RESTING);
});

it('whoever waits for a token when a host asks for patience does not ask it any more', async () => {
  const polite = localPoliteness({ clock: frozenClock(), ratePerSecond: 100, burst: 1 });
  polite.takeNow('a.example')?.release?.();
  const next = polite.take('a.example', signal);
  polite.rest('a.example', 5_000);
  expect(await next).toEqual(RESTING);
});

it('of several wishes to be left alone the longest holds', () => {
  const polite = localPoliteness({ clock: frozenClock() });
  for (const ms of [1_000, 5_000, 30]) polite.rest('a.example', ms);
  expect(polite.takeNow('a.example')).toEqual(RESTING);
});

it('a wait for a token ends with the signal, and leaves the place to the next', async () => {
  const clock = frozenClock();
  const polite = localPoliteness({ clock, perHost: 1, ratePerSecond: 0.01, burst: 1 });
  polite.takeNow('a.example')?.release?.();
  const leaver = new AbortController();
  const gone = polite.take('a.example', leaver.signal);
  leaver.abort();
  expect(await gone).toBeNull();
  clock.advance(100_000);
  expect(polite.takeNow('a.example')).toEqual({ release: expect.any(Function) });
});

/** Nobody can tell whose turn it is, for so long as `away` says. */
function troubled(away: () => boolean): Politeness {
  const polite = localPoliteness({ clock: frozenClock() });
  return {
    takeNow: (host) => (away() ? null : polite.takeNow(host)),
    take: (host, stop) =>
      away() ? Promise.reject(new PolitenessError('nobody knows')) : polite.take(host, stop),
    rest: (host, ms) => polite.rest(host, ms),
  };
}

it('our own trouble rejects, for robots.txt too, and is remembered of no host', async () => {
  const server = await startHostileServer();
  let away = true;
  const fetcher = loopbackFetcher(server, {}, { politeness: troubled(() => away) });
  const page = () => get(fetcher, 'https://a.example/ok', { robots: 'obey' });
  await expect(Promise.all([page(), page()])).rejects.toEqual(new PolitenessError('nobody knows'));
  away = false;
  expect((await page()).outcome).toBe('read');
  await fetcher.close();
  await server.close();
});

it('who went away is told that he did, whatever trouble we have', async () => {
  const server = await startHostileServer();
  const caller = new AbortController();
  const politeness: Politeness = {
    takeNow: () => null,
    take: async () => {
      caller.abort();
      throw new PolitenessError('nobody knows');
    },
    rest: () => undefined,
  };
  const fetcher = loopbackFetcher(server, {}, { politeness });
  const policy = { redirects: 'none', maxRedirects: 0, maxBytes: 10, robots: 'ignore' } as const;
  const request = { url: 'https://a.example/ok', accept: '*/*', policy };
  expect(told(await fetcher.fetch(request, { signal: caller.signal }))).toMatchObject({
    reason: 'cancelled',
  });
  await fetcher.close();
  await server.close();
});

it('a page’s time stands still while its robots.txt waits for a turn', async () => {
  const server = await startHostileServer();
  server.route('/robots.txt', ({ socket }) => socket.write(text('')));
  const local = localPoliteness({ clock: frozenClock() });
  // The first turn, that of robots.txt, comes only after twice the time that the reading has.
  let asked = 0;
  const politeness: Politeness = {
    takeNow: (host) => {
      asked += 1;
      return asked === 1 ? null : local.takeNow(host);
    },
    take: async (host, stop) => {
      await vi.advanceTimersByTimeAsync(2_000);
      return local.take(host, stop);
    },
    rest: () => undefined,
  };
  const fetcher = loopbackFetcher(server, { maxTimeMs: 1_000 }, { politeness });
  const reading = await inStillTime(() => get(fetcher, 'https://a.example/ok', { robots: 'obey' }));
  expect([reading.outcome, asked]).toEqual(['read', 2]);
  await fetcher.close();
  await server.close();
});

it('who follows a reading stands still with it, also when it joins while that waits, and goes on alone', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const followers = new Followers();
    const leader = new Budget(1_000, new SignalHub(), undefined, followers);
    const [early, late] = [new Budget(1_000, new SignalHub()), new Budget(1_000, new SignalHub())];
    for (const budget of [leader, early, late]) budget.run();
    followers.join(early);
    leader.pause();
    const leave = followers.join(late);
    vi.advanceTimersByTime(60_000);
    leave();
    vi.advanceTimersByTime(400);
    leader.run();
    vi.advanceTimersByTime(300);
    expect([leader.left, early.left, late.left]).toEqual([700, 700, 300]);
  } finally {
    vi.useRealTimers();
  }
});
