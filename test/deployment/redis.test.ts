import { expect, it } from 'vitest';
import { connectRedis } from '../../src/redis/connect.js';
import { redisPoliteness } from '../../src/redis/politeness.js';
import { playRole, type RoleInput } from '../../src/roles/role.js';
import { startWorker } from '../../src/roles/worker.js';
import { scheduler } from '../../workers/scheduler.js';
import { worker } from '../../workers/worker.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import type { Seen } from './support/town.js';

/** Two at work and four that wait. */
const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
const AT_WORK = 2;
const provider = ({ host, path }: Seen) => host === 'a.example' && path !== '/robots.txt';

describeDeployment('jobs that wait and jobs at work', NAMES, (given) => {
  it.each([
    ['with all that it held', true],
    ['without its data', false],
  ])(
    'all end, each crawled once, when Redis is restarted %s',
    async (_title, keepData) => {
      const { town, cluster, servers } = given();
      const env = { ...cluster.env, CROSSPROOF_DEMAND_CONCURRENCY: `${AT_WORK}` };
      const held = town.hold(provider);
      const ids = await cluster.ask(town.subjects);
      cluster.play(worker, { env });
      cluster.play(scheduler, { env });
      await held.reached(AT_WORK);
      await servers.redis.restart({ keepData });
      held.letGo();
      await cluster.ended(ids);
      expect(await conclusion(cluster, town)).toEqual(WELL);
    },
    FAULT_MS,
  );

  it(
    'all end when it is away for so long that a turn at a host is waited for in vain',
    async () => {
      const { town, cluster, servers } = given();
      cluster.play(impatient);
      cluster.play(scheduler);
      const held = town.hold(provider);
      const ids = await cluster.ask(town.subjects);
      await held.reached(NAMES.length);
      await servers.redis.kill();
      held.letGo();
      // Each crawl gives up for want of turns, and its job stands open again in the store.
      const open = () => cluster.jobs.countOpen();
      await expect.poll(open, { timeout: 60_000 }).toEqual({ queued: NAMES.length, active: 0, scheduled: 0 });
      await servers.redis.restart({ keepData: false });
      await cluster.ended(ids);
      expect(await conclusion(cluster, town)).toEqual(WELL);
    },
    FAULT_MS,
  );
});

/** Milliseconds, and not half a minute; but longer than a Redis that is there stands still. */
const AWAY_MS = 5_000;

/** A worker that does not wait long for its turns while Redis is away. */
const impatient = (input: RoleInput) =>
  playRole('worker', input, (parts, context) => {
    const { prefix, servers } = context.config;
    const url = String(servers?.redisUrl);
    const redis = connectRedis(url, { name: 'test', role: 'command', onError: () => undefined });
    const { maxTimeMs } = context.settings;
    const politeness = redisPoliteness({ redis, prefix, maxTimeMs, awayMs: AWAY_MS });
    const worker = startWorker({ ...parts, politeness }, context);
    return {
      async close() {
        await worker.close();
        redis.disconnect();
      },
    };
  });
