import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { text } from '../../src/demo/answers.js';
import { createFetcher, DEFAULT_FETCH_SETTINGS, type Fetcher } from '../../src/fetch/index.js';
import { connectRedis } from '../../src/redis/connect.js';
import { redisPoliteness } from '../../src/redis/politeness.js';
import { frozenClock } from '../support/frozen-clock.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';
import { child } from './support/child.js';
import { type CrowdedHost, startCrowdedHost } from './support/crowded-host.js';
import type { ReaderTask } from './support/reader.js';

const HOUR = 3_600_000;
/** Far slower than the host could be asked, four at a time. */
const RULES = { perHost: 4, ratePerSecond: 15, burst: 5 };
/** Milliseconds for one reading, on a machine that may stand still. */
const MAX_TIME_MS = 60_000;
const REQUEST = {
  url: 'https://a.example/',
  accept: '*/*',
  policy: { redirects: 'none', maxRedirects: 0, maxBytes: 1_000, robots: 'ignore' },
} as const;

let server: PrivateRedis;
const open: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end();
});

async function crowded(...how: Parameters<typeof startCrowdedHost>): Promise<CrowdedHost> {
  const host = await startCrowdedHost(...how);
  open.push(() => host.close());
  return host;
}

function connected(): Redis {
  const options = { name: 'worker', role: 'command', onError: () => undefined, patience: PATIENCE } as const;
  const redis = connectRedis(server.url, options);
  open.push(() => redis.disconnect());
  return redis;
}

/** A worker of its own: fetcher, connection, and a clock that is so many hours off. */
function worker(host: CrowdedHost, prefix: string, hoursOff: number): Fetcher {
  const redis = connected();
  const settings = {
    ...DEFAULT_FETCH_SETTINGS,
    maxTimeMs: MAX_TIME_MS,
    ca: host.internet.ca,
    connectTo: [{ host1: '', port1: 443, host2: '127.0.0.1', port2: host.internet.port }],
  };
  const politeness = redisPoliteness({ redis, prefix, maxTimeMs: settings.maxTimeMs, ...RULES });
  const clock = frozenClock(new Date(Date.now() + hoursOff * HOUR));
  const fetcher = createFetcher(settings, { clock, politeness });
  open.push(() => fetcher.close());
  return fetcher;
}

/** Ten workers in this process, whose clocks do not agree. */
const ten = (host: CrowdedHost, prefix: string) =>
  Array.from({ length: 10 }, (_, n) => worker(host, prefix, n - 5));

describeWithRedis('politeness of many processes', () => {
  it('ten workers here and two processes beside them are together as polite as one', async () => {
    const host = await crowded(() => text('hello'), RULES.perHost);
    const task: ReaderTask = {
      ...RULES,
      url: server.url,
      ca: host.internet.ca,
      port: host.internet.port,
      prefix: 'crowd',
      maxTimeMs: MAX_TIME_MS,
      readings: 10,
    };
    const children = await Promise.all([1, 2].map(() => child('./reader.ts', {}, JSON.stringify(task))));
    await Promise.all(children.map((each) => each.nextLine()));
    const start = performance.now();
    for (const each of children) each.process.stdin.write('go\n');
    const own = await Promise.all(
      ten(host, 'crowd').flatMap((fetcher) => [1, 2, 3].map(() => fetcher.fetch(REQUEST))),
    );
    await Promise.all(children.map((each) => each.ended));
    const theirs = children.flatMap(({ lines }) => JSON.parse(lines[1] ?? '[]') as string[]);
    expect([...own.map(({ outcome }) => outcome), ...theirs]).toEqual(Array(50).fill('read'));
    expect(host.most()).toBe(RULES.perHost);
    // Whoever arrives as the n-th was let go when n tokens had been there, or later.
    const early = host.arrivals.filter(
      (at, n) => at - start < ((n + 1 - RULES.burst) / RULES.ratePerSecond) * 1_000,
    );
    expect(early).toEqual([]);
  });

  it('what one of them is told by 429 and Retry-After, all of them do', async () => {
    const host = await crowded((count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '2' }, body: '' } : text('hello'),
    );
    const [first, ...others] = ten(host, 'patience');
    if (!first) throw new Error('nobody');
    let isOver = false;
    const told = first.fetch(REQUEST).finally(() => {
      isOver = true;
    });
    const redis = connected();
    const rests = async () => (await redis.exists('patience:host:{a.example}:rest')) === 1;
    // The wish is over after two seconds, and with it the reading: where the machine stood still so long it is not seen.
    while (!isOver && !(await rests())) await redis.ping();
    const readings = await Promise.all([told, ...others.map((fetcher) => fetcher.fetch(REQUEST))]);
    expect(readings.map(({ outcome, hops }) => [outcome, hops.map(({ status }) => status)])).toEqual([
      ['read', [429, 200]],
      ...Array(9).fill(['read', [200]]),
    ]);
    const [asked = 0, ...later] = host.arrivals;
    expect([later.length, later.filter((at) => at - asked < 2_000)]).toEqual([10, []]);
  });
});
