import { afterEach, expect, it } from 'vitest';
import { localRateLimiter, type RateLimiter } from '../../src/api/rate-limit.js';
import { connectRedis } from '../../src/redis/connect.js';
import { COUNT_MS } from '../../src/redis/limits.js';
import { redisRateLimiter } from '../../src/redis/rate-limit.js';
import { frozenClock } from '../support/frozen-clock.js';
import { PATIENCE, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end();
});

async function started() {
  const server = await startRedis();
  open.push(() => server.stop());
  return server;
}

function connected(url: string) {
  const redis = connectRedis(url, {
    ...{ name: 'api', role: 'command', onError: () => undefined },
    patience: PATIENCE,
  });
  open.push(() => redis.disconnect());
  return redis;
}

/** Milliseconds for Redis to count a request, where the machine may stand still and no test asks about it. */
const COUNTED_MS = 60_000;

/** The limiter of one process: two at once, and then one an hour, so that no test sees a token come. */
function limiter(url: string, countMs = COUNTED_MS): RateLimiter {
  const rules = { perMinute: 1 / 60, burst: 2 };
  const fallback = localRateLimiter({ ...rules, clock: frozenClock() });
  return redisRateLimiter({
    redis: connected(url),
    prefix: 'test',
    secret: 'known to us',
    fallback,
    countMs,
    ...rules,
  });
}

const LAST = { allowed: true, retryAfterMs: 0, remaining: 0 };
const FIRST = { ...LAST, remaining: 1 };

describeWithRedis('rate limits of the API', () => {
  it('all processes count together, each caller by itself', async () => {
    const { url } = await started();
    const [one, other] = [limiter(url), limiter(url)];
    const decisions = [];
    for (const each of [one, other, one, other]) decisions.push(await each.take('address:192.0.2.1'));
    decisions.push(await other.take('address:192.0.2.2'));
    const refused = { allowed: false, retryAfterMs: expect.any(Number), remaining: 0 };
    expect(decisions).toEqual([FIRST, LAST, refused, refused, FIRST]);
    const wait = decisions[2]?.retryAfterMs ?? 0;
    expect([wait > 3_500_000, wait <= 3_600_000]).toEqual([true, true]);
  });

  it('Redis never learns who called, and forgets the key when the bucket is full again', async () => {
    const { url } = await started();
    await limiter(url).take('address:192.0.2.1');
    const redis = connected(url);
    const keys = await redis.keys('*');
    expect(keys).toEqual([expect.stringMatching(/^test:rate:[\w-]{43}$/)]);
    const left = await redis.pttl(keys[0] ?? '');
    expect([left > 0, left <= 3_600_000]).toEqual([true, true]);
  });

  it('while Redis is away each process counts for itself, and together again afterwards', async () => {
    const server = await started();
    const [one, other] = [limiter(server.url), limiter(server.url)];
    expect(await one.take('a')).toEqual(FIRST);
    await server.kill();
    const alone = [];
    for (const each of [one, one, one, other]) alone.push((await each.take('a')).allowed);
    expect(alone).toEqual([true, true, false, true]);
    await server.restart({ keepData: false });
    // As soon as Redis counts again the caller has a full bucket there, that of the fallback being empty.
    while (!(await one.take('a')).allowed) await new Promise((resolve) => setImmediate(resolve));
    expect(await connected(server.url).dbsize()).toBe(1);
  });

  it('a Redis that does not answer is not waited for', async () => {
    const server = await started();
    expect(await limiter(server.url).take('a')).toEqual(FIRST);
    process.kill(server.pid(), 'SIGSTOP');
    // The fallback does not know of that one: its answer is told from that of Redis by what is left.
    expect(await limiter(server.url, COUNT_MS).take('a')).toEqual(FIRST);
  });
});
