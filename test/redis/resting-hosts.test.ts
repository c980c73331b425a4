import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { MAX_BACK_OFF_HOSTS, MAX_BACK_OFF_MS } from '../../src/fetch/limits.js';
import { localPoliteness } from '../../src/fetch/local-politeness.js';
import { connectRedis } from '../../src/redis/connect.js';
import { type RestingHosts, restingHosts } from '../../src/redis/resting-hosts.js';
import { unnamed } from '../../src/redis/unnamed-hosts.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';

const MINUTE = 60_000;
let server: PrivateRedis;
let prefix = '';
let run = 0;
const open: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => {
  run += 1;
  prefix = `test${run}`;
});
afterEach(() => {
  for (const close of open.splice(0).reverse()) close();
});

function connected(): Redis {
  const options = { name: 'test', role: 'command', onError: () => undefined, patience: PATIENCE } as const;
  const redis = connectRedis(server.url, options);
  open.push(() => redis.disconnect());
  return redis;
}

/** One process's view. */
function process(): RestingHosts {
  const onError = () => undefined;
  const hosts = restingHosts({ redis: connected(), url: server.url, prefix, clock: frozenClock(), onError });
  open.push(() => hosts.close());
  return hosts;
}

/** One that hears names, once it does. */
async function listening(): Promise<RestingHosts> {
  const hosts = process();
  hosts.listen();
  const channel = `${prefix}:resting`;
  await eventually(() => server.cli('PUBSUB', 'NUMSUB', channel)).toBe(`${channel}\n1`);
  return hosts;
}

/** A worker that hosts ask to be left alone. */
function worker(): (host: string, milliseconds: number) => void {
  const polite = process().watch(localPoliteness({ clock: frozenClock() }));
  return (host, milliseconds) => polite.rest(host, milliseconds);
}

const eventually = <T>(ask: () => T) => expect.poll(ask);

const end = (text: string | undefined) => Date.parse(text ?? '') - Date.parse(NOON);

describeWithRedis('hosts that are left alone', () => {
  it('are named by whoever heard of them, the longest first, and counted by everybody', async () => {
    const [heard, late] = [await listening(), process()];
    const rest = worker();
    rest('short.example', MINUTE);
    rest('long.example:8443', 20 * MINUTE);
    await eventually(async () => (await heard.list()).hosts.length).toBe(2);
    const { hosts, unnamed: others } = await heard.list();
    expect([hosts.map(({ host }) => host), others]).toEqual([['long.example:8443', 'short.example'], 0]);
    // What is left of it by Redis's own clock.
    expect(end(hosts[0]?.until)).toBeGreaterThan(19 * MINUTE);
    expect(end(hosts[0]?.until)).toBeLessThanOrEqual(20 * MINUTE);
    expect([await late.count(), await late.list()]).toEqual([2, { hosts: [], unnamed: 2 }]);
  });

  it('are as polite as before', async () => {
    const polite = process().watch(localPoliteness({ clock: frozenClock() }));
    const resting = { release: null, restMs: MINUTE };
    polite.rest('a.example', MINUTE);
    expect(polite.takeNow('a.example')).toEqual(resting);
    expect(await polite.take('a.example', new AbortController().signal)).toEqual(resting);
    polite.takeNow('b.example')?.release?.();
  });

  it('are left alone for the longest of several wishes, and for an hour at most', async () => {
    const seen = await listening();
    const rest = worker();
    rest('a.example', 10 * MINUTE);
    rest('a.example', MINUTE);
    rest('b.example', 24 * 60 * MINUTE);
    rest('c.example', 0);
    await eventually(() => seen.count()).toBe(2);
    await eventually(async () => (await seen.list()).hosts.length).toBe(2);
    const { hosts } = await seen.list();
    expect(hosts.map(({ host }) => host)).toEqual(['b.example', 'a.example']);
    expect(end(hosts[0]?.until)).toBeLessThanOrEqual(MAX_BACK_OFF_MS);
    expect(end(hosts[1]?.until)).toBeGreaterThan(9 * MINUTE);
  });

  it('are forgotten by Redis when their time is over', async () => {
    const [seen, redis, key] = [process(), connected(), `${prefix}:resting`];
    const now = Number((await redis.time())[0]);
    await redis.zadd(key, '1', 'over', `${now - 1}000000`, 'just over');
    expect([await seen.count(), await seen.list()]).toEqual([0, { hosts: [], unnamed: 0 }]);
    worker()('a.example', 10 * MINUTE);
    await eventually(() => redis.zrange(key, '0', '-1')).toEqual([unnamed('a.example')]);
    const left = await redis.pttl(key);
    expect([left > 9 * MINUTE, left <= 10 * MINUTE]).toEqual([true, true]);
  });

  it('are no more than so many, of which those stay that rest the longest', async () => {
    const redis = connected();
    const soon = Number((await redis.time())[0]) + 600;
    const crowd = Array.from({ length: MAX_BACK_OFF_HOSTS }, (_, n) => [`${soon + n}000000`, `h${n}`]);
    await redis.zadd(`${prefix}:resting`, ...crowd.flat());
    const [seen, rest] = [process(), worker()];
    rest('a.example', 30 * MINUTE);
    await eventually(() => redis.zscore(`${prefix}:resting`, unnamed('a.example'))).toEqual(
      expect.any(String),
    );
    expect(await seen.count()).toBe(MAX_BACK_OFF_HOSTS);
    expect(await redis.zscore(`${prefix}:resting`, 'h0')).toBeNull();
  });

  it('have no name in anything that Redis keeps', async () => {
    const seen = await listening();
    worker()('alice-at-home.example', 10 * MINUTE);
    await eventually(async () => (await seen.list()).hosts.length).toBe(1);
    const folder = join((await server.cli('CONFIG', 'GET', 'dir')).split('\n')[1] ?? '', 'appendonlydir');
    const kept = async () => {
      const files = (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1'));
      return (await Promise.all(files)).join('');
    };
    // The hash is on disk; whatever was to be written before it is as well.
    await eventually(kept).toContain(unnamed('alice-at-home.example'));
    expect(await kept()).not.toContain('alice-at-home');
  });

  it('are named by nobody else: what others publish changes nothing', async () => {
    const seen = await listening();
    const redis = connected();
    const words = [
      '',
      'null',
      '[]',
      '{"host":"<b>.example","ms":1000}',
      '{"host":"a.example"}',
      '{"host":"a.example","ms":0}',
      '{"host":"a.example","ms":1.5}',
      `{"host":"a.example","ms":${MAX_BACK_OFF_MS + 1}}`,
      `{"host":"${'a'.repeat(300)}","ms":1000}`,
      // A name of a host that nobody left alone.
      '{"host":"invented.example","ms":60000}',
    ];
    for (const word of words) await redis.publish(`${prefix}:resting`, word);
    worker()('a.example', 10 * MINUTE);
    await eventually(async () => (await seen.list()).hosts.map(({ host }) => host)).toEqual(['a.example']);
    expect((await seen.list()).unnamed).toBe(0);
  });

  it('cannot be told while Redis is away, and the names are heard again when it is back', async () => {
    const seen = await listening();
    const rest = worker();
    await server.restart({ keepData: false });
    const channel = `${prefix}:resting`;
    await eventually(() => server.cli('PUBSUB', 'NUMSUB', channel)).toBe(`${channel}\n1`);
    await eventually(() => seen.count().catch(() => null)).toBe(0);
    await eventually(async () => {
      rest('a.example', 10 * MINUTE);
      return (await seen.list()).hosts.map(({ host }) => host);
    }).toEqual(['a.example']);
  });
});

it('a process that never listened, and one whose Redis is gone, close', async () => {
  const redis = connectRedis('redis://127.0.0.1:1', {
    name: 'test',
    role: 'command',
    onError: () => undefined,
  });
  open.push(() => redis.disconnect());
  const troubles: unknown[] = [];
  const onError = (error: unknown) => void troubles.push(error);
  const hosts = restingHosts({
    redis,
    url: 'redis://127.0.0.1:1',
    prefix: 'x',
    clock: frozenClock(),
    onError,
  });
  await expect(hosts.count()).rejects.toThrow();
  hosts.listen();
  hosts.listen();
  await hosts.close();
});
