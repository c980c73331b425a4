import type { Redis } from 'ioredis';
import { afterEach, expect, it } from 'vitest';
import { verify } from '../../src/crawl/index.js';
import { Population } from '../../src/demo/population.js';
import { createFetcher, type Fetcher, type Politeness, PolitenessError } from '../../src/fetch/index.js';
import { connectRedis } from '../../src/redis/connect.js';
import { redisPoliteness } from '../../src/redis/politeness.js';
import { frozenClock } from '../support/frozen-clock.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../support/redis.js';
import { SUBJECT } from '../support/scenario.js';
import { describeWithRedis } from '../support/services.js';
import { honest, startWorld } from '../support/world.js';

const DAY = 86_400_000;
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end();
});

async function started(): Promise<PrivateRedis> {
  const server = await startRedis();
  open.push(() => server.stop());
  return server;
}

interface Worker {
  readonly redis: Redis;
  readonly polite: Politeness;
  /** Resolves once Redis is known to be away. */
  readonly away: Promise<void>;
}

function workerAt(server: PrivateRedis, awayMs: number): Worker {
  let tell = () => {};
  const away = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const options = { name: 'worker', role: 'command', patience: PATIENCE } as const;
  const redis = connectRedis(server.url, { ...options, onError: () => tell() });
  open.push(() => redis.disconnect());
  const polite = redisPoliteness({ redis, prefix: 'away', maxTimeMs: PATIENT, perHost: 1, awayMs });
  return { redis, polite, away };
}

const clock = frozenClock();
/** Longer than any test takes. */
const PATIENT = 60_000;
const never = () => new AbortController().signal;

async function world(politeness: Politeness): Promise<Fetcher> {
  const population = new Population();
  await honest(population, 'alice', { now: new Date(clock.now().getTime() - 30 * DAY) });
  const small = await startWorld(population);
  open.push(() => small.close());
  const fetcher = createFetcher(small.settings, { clock, politeness });
  open.push(() => fetcher.close());
  return fetcher;
}

describeWithRedis('a verification while Redis is away', () => {
  it('ends as our own trouble, and says nothing about any host', async () => {
    const server = await started();
    const { polite } = workerAt(server, 100);
    const fetcher = await world(polite);
    await server.kill();
    await expect(verify(SUBJECT, { fetcher, clock })).rejects.toBeInstanceOf(PolitenessError);
  });

  it('goes on when Redis comes back in time, and finds what it would have found', async () => {
    const server = await started();
    const { polite, away } = workerAt(server, PATIENT);
    const fetcher = await world(polite);
    await server.kill();
    const verification = verify(SUBJECT, { fetcher, clock });
    await away;
    await server.restart({ keepData: true });
    expect((await verification).report.verdict).toBe('consistent');
  });

  it('that is stopped by its caller is stopped, whatever trouble we have', async () => {
    const server = await started();
    const { polite, away } = workerAt(server, PATIENT);
    const fetcher = await world(polite);
    await server.kill();
    const caller = new AbortController();
    const verification = verify(SUBJECT, { fetcher, clock, signal: caller.signal });
    await away;
    caller.abort();
    expect((await verification).interrupted).toBe(true);
  });
});

describeWithRedis('while Redis is away', () => {
  it('nobody gets a turn, and a connection that was closed is not waited for', async () => {
    const server = await started();
    const { redis, polite } = workerAt(server, PATIENT);
    await redis.ping();
    const turn = polite.take('a.example', never());
    redis.disconnect();
    // Granted before the connection ended, or never.
    const outcome = await turn.then(
      (granted) => granted?.release !== null,
      (error: unknown) => error instanceof PolitenessError,
    );
    expect(outcome).toBe(true);
    await expect(polite.take('b.example', never())).rejects.toBeInstanceOf(PolitenessError);
  });

  it('a host’s wish holds for who heard it, and for all once Redis is back', async () => {
    const server = await started();
    const [heard, other] = [workerAt(server, PATIENT), workerAt(server, PATIENT)];
    await Promise.all([heard.redis.ping(), other.redis.ping()]);
    await server.kill();
    heard.polite.rest('a.example', 600_000);
    const resting = { release: null, restMs: expect.any(Number) };
    expect(heard.polite.takeNow('a.example')).toEqual(resting);
    await server.restart({ keepData: true });
    const redis = connectRedis(server.url, { name: 'look', role: 'blocking', onError: () => undefined });
    open.push(() => redis.disconnect());
    while ((await redis.exists('away:host:{a.example}:rest')) === 0) await redis.ping();
    expect(await other.polite.take('a.example', never())).toEqual(resting);
  });

  it('a place that is given back is free for all once Redis is back', async () => {
    const server = await started();
    const [holder, other] = [workerAt(server, PATIENT), workerAt(server, PATIENT)];
    const turn = await holder.polite.take('a.example', never());
    await server.kill();
    turn?.release?.();
    await server.restart({ keepData: true });
    const next = await other.polite.take('a.example', never());
    expect(next).toEqual({ release: expect.any(Function) });
  });

  it('a Redis that comes back without its data gives turns anew', async () => {
    const server = await started();
    const { polite, redis } = workerAt(server, PATIENT);
    (await polite.take('a.example', never()))?.release?.();
    await server.restart({ keepData: false });
    const next = await polite.take('a.example', never());
    expect([next, await redis.dbsize()]).toEqual([{ release: expect.any(Function) }, 1]);
  });
});
