import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Budget, SignalHub } from '../../src/fetch/budget.js';
import type { Politeness } from '../../src/fetch/index.js';
import { connectRedis } from '../../src/redis/connect.js';
import { HOLD_SLACK_MS } from '../../src/redis/limits.js';
import { type RedisPolitenessOptions, redisPoliteness } from '../../src/redis/politeness.js';
import { Turns } from '../../src/redis/turns.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';
import { child } from './support/child.js';

let server: PrivateRedis;
let prefix = '';
let run = 0;
const open: Redis[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => {
  run += 1;
  prefix = `test${run}`;
});
afterEach(() => {
  for (const redis of open.splice(0)) redis.disconnect();
});

function connected(): Redis {
  const options = { name: 'test', role: 'command', onError: () => undefined, patience: PATIENCE } as const;
  const redis = connectRedis(server.url, options);
  open.push(redis);
  return redis;
}

/** One process's politeness, with a connection of its own. */
function process(options: Partial<RedisPolitenessOptions> = {}): Politeness {
  return redisPoliteness({ redis: connected(), prefix, maxTimeMs: 60_000, ...options });
}

const HOUR_MS = 3_600_000;
const never = () => new AbortController().signal;

async function granted(polite: Politeness, host = 'a.example'): Promise<() => void> {
  const turn = await polite.take(host, never());
  if (!turn?.release) throw new Error(`no turn: ${JSON.stringify(turn)}`);
  return turn.release;
}

describeWithRedis('places at a host', () => {
  it('are those of all processes together, and pass from one to the other', async () => {
    const [one, other] = [process({ perHost: 2 }), process({ perHost: 2 })];
    const first = await granted(one);
    await granted(other);
    const third = granted(other);
    const elsewhere = await granted(one, 'b.example');
    elsewhere();
    const before = await Promise.race([
      third.then(() => 'too early'),
      granted(one, 'c.example').then(() => 'waits'),
    ]);
    first();
    expect([before, typeof (await third)]).toEqual(['waits', 'function']);
  });

  it('are handed on in turns between processes, however many of one of them wait', async () => {
    const [crowd, guest] = [process({ perHost: 1 }), process({ perHost: 1 })];
    const order: string[] = [];
    const visit = async (polite: Politeness, name: string) => {
      const release = await granted(polite);
      order.push(name);
      release();
    };
    const hold = await granted(crowd);
    const visits = Array.from({ length: 40 }, () => visit(crowd, 'crowd'));
    // The guest is known to wait once he is in Redis's list beside the crowd.
    const redis = connected();
    visits.push(visit(guest, 'guest'));
    while ((await redis.zcard(`${prefix}:host:{a.example}:waiters`)) < 2) await redis.ping();
    hold();
    await Promise.all(visits);
    expect(order).toHaveLength(41);
    expect(order.indexOf('guest')).toBeLessThan(10);
  });

  it('are taken within a process in the order of coming', async () => {
    const polite = process({ perHost: 1 });
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3, 4].map(async (n) => {
        const release = await granted(polite);
        order.push(n);
        release();
      }),
    );
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('come back from a process that was killed', async () => {
    const holder = await child('./holder.ts', {}, server.url, prefix, '3', `${HOUR_MS}`);
    expect(await holder.nextLine()).toBe('holding');
    holder.process.kill('SIGKILL');
    await holder.ended;
    const [redis, key] = [connected(), `${prefix}:host:{a.example}:holders`];
    expect(await redis.zcard(key)).toBe(3);
    // Their time passes by hand, but for that of one.
    const [, ...others] = await redis.zrange(key, '0', '-1');
    const microseconds = -(HOUR_MS + HOLD_SLACK_MS) * 1_000;
    for (const each of others) await redis.zincrby(key, microseconds, each);
    const polite = process({ perHost: 3, maxTimeMs: HOUR_MS });
    const releases = [await granted(polite), await granted(polite)];
    expect(await redis.zcard(key)).toBe(3);
    for (const release of releases) release();
  });

  it('are given to the others when whoever stood in front was killed while waiting', async () => {
    const [holding, gone, next] = [process({ perHost: 1 }), process({ perHost: 1 }), process({ perHost: 1 })];
    const release = await granted(holding);
    const [killed] = open.slice(1);
    const vain = gone.take('a.example', never()).catch(() => 'gave up');
    const redis = connected();
    while ((await redis.zcard(`${prefix}:host:{a.example}:waiters`)) < 1) await redis.ping();
    killed?.disconnect();
    const turn = granted(next);
    release();
    (await turn)();
    expect(await vain).toBe('gave up');
  });

  it('are bounded within a process for all hosts together', async () => {
    const polite = process({ inAll: 2 });
    const releases = [await granted(polite, 'a.example'), await granted(polite, 'b.example')];
    const third = granted(polite, 'c.example');
    const before = await Promise.race([third.then(() => 'too early'), connected().ping()]);
    releases[0]?.();
    expect([before, typeof (await third)]).toEqual(['PONG', 'function']);
  });

  it('whoever stops waiting leaves no trace, and the next is not held up', async () => {
    const [one, other] = [process({ perHost: 1 }), process({ perHost: 1 })];
    const release = await granted(one);
    const leaver = new AbortController();
    const gone = other.take('a.example', leaver.signal);
    const redis = connected();
    const waiters = () => redis.zcard(`${prefix}:host:{a.example}:waiters`);
    while ((await waiters()) < 1) await redis.ping();
    leaver.abort();
    expect(await gone).toBeNull();
    while ((await waiters()) > 0) await redis.ping();
    release();
    (await granted(one))();
    expect(await one.take('a.example', leaver.signal)).toBeNull();
  });

  it('asking again for a place whose answer was lost takes neither another place nor another token', async () => {
    const rules = { prefix, perHost: 2, ratePerSecond: 0.001, burst: 2, holdMs: 60_000 };
    const turns = new Turns(connected(), rules, 'p');
    const answers = [];
    for (const holder of ['one', 'one', 'two', 'two', 'three'])
      answers.push((await turns.take('a.example', holder)).is);
    expect(answers).toEqual(['granted', 'granted', 'granted', 'granted', 'waiting']);
  });
});

describeWithRedis('rate', () => {
  it('turns beyond the burst come at the rate of all processes together', async () => {
    const rules = { perHost: 4, ratePerSecond: 10, burst: 4 };
    const [one, other] = [process(rules), process(rules)];
    const start = performance.now();
    const at: number[] = [];
    const visits = Array.from({ length: 20 }, async (_, n) => {
      const release = await granted(n % 2 === 0 ? one : other);
      at.push(performance.now() - start);
      release();
    });
    await Promise.all(visits);
    // The n-th is let go when n tokens have been there, or later.
    const early = at.filter((ms, n) => ms < ((n + 1 - rules.burst) / rules.ratePerSecond) * 1_000);
    expect([at.length, early]).toEqual([20, []]);
  });
});

describeWithRedis('a host that asked to be left alone', () => {
  it('is left alone by all processes, for as long as the longest of its wishes', async () => {
    const [told, other] = [process(), process()];
    for (const ms of [60_000, 3_600_000, 1_000]) told.rest('a.example', ms);
    const own = told.takeNow('a.example');
    // Sent before this one over the same connection.
    (await granted(told, 'b.example'))();
    const turn = await other.take('a.example', never());
    const left = [own, turn].map((each) => each?.release === null && each.restMs);
    expect(left).toEqual([expect.any(Number), expect.any(Number)]);
    for (const ms of left) {
      expect(ms).toBeGreaterThan(3_500_000);
      expect(ms).toBeLessThanOrEqual(3_600_000);
    }
  });

  it('is not asked by those who stand in line already', async () => {
    const [one, other] = [process({ perHost: 1 }), process({ perHost: 1 })];
    const release = await granted(one);
    const waiting = [other.take('a.example', never()), one.take('a.example', never())];
    one.rest('a.example', 60_000);
    release();
    expect(await Promise.all(waiting)).toEqual([
      { release: null, restMs: expect.any(Number) },
      { release: null, restMs: expect.any(Number) },
    ]);
  });
});

describeWithRedis('memory', () => {
  it('nothing is left in Redis for ever, however many hosts there are', async () => {
    const polite = process({ perHost: 1, ratePerSecond: 0.001 });
    const hosts = Array.from({ length: 200 }, (_, n) => `h${n}.example`);
    await Promise.all(hosts.map((host) => granted(polite, host)));
    const leaver = new Budget(HOUR_MS, new SignalHub());
    const waiting = hosts.map((host) => polite.take(host, leaver));
    for (const host of hosts) polite.rest(`resting-${host}`, HOUR_MS);
    const redis = connected();
    const lasting = new Set<string>();
    // Those of who waits go soon, and come again with the next question.
    const parts = async () => {
      const keys = await redis.keys(`${prefix}:*`);
      const left = await redis.pipeline(keys.map((key) => ['pttl', key])).exec();
      for (const [n, key] of keys.entries()) if (left?.[n]?.[1] === -1) lasting.add(key);
      return [...new Set(keys.map((key) => key.split(':').at(-1)))].sort();
    };
    await expect.poll(parts).toEqual(['bucket', 'holders', 'rest', 'seen', 'waiters']);
    expect(await redis.dbsize()).toBeGreaterThan(hosts.length * 2);
    leaver.stop('cancelled');
    await Promise.all(waiting);
    expect([...lasting]).toEqual([]);
  });
});
