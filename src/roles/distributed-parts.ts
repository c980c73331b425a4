import { createHash } from 'node:crypto';
import { inTurn, queueCheck, storeCheck } from '../api/health.js';
import { measuredDatabase } from '../api/measured-database.js';
import { localRateLimiter } from '../api/rate-limit.js';
import { writeCheck } from '../api/write-check.js';
import type { Config } from '../config/index.js';
import { bullQueue } from '../queue/bullmq.js';
import { redisBus } from '../queue/redis-bus.js';
import { connectRedis } from '../redis/connect.js';
import { redisPoliteness } from '../redis/politeness.js';
import { redisRateLimiter } from '../redis/rate-limit.js';
import { restingHosts } from '../redis/resting-hosts.js';
import { tryRedis } from '../redis/try-redis.js';
import { unnamedHosts } from '../redis/unnamed-hosts.js';
import { LateDatabase } from '../store/late-database.js';
import { openDatabase } from '../store/open-store.js';
import { postgresLeases } from '../store/postgres-leases.js';
import type { RoleContext } from './context.js';
import { closeAll, type Parts, storesOf } from './parts.js';

/** Redis and PostgreSQL, either of which may come up later than we do, or go away for a while. */
export function distributedParts(servers: NonNullable<Config['servers']>, context: RoleContext): Parts {
  const { config, clock, random, metrics, observer, settings, log } = context;
  const { redisUrl, databaseUrl } = servers;
  const { prefix } = config;
  const onError = (error: unknown) => observer.trouble(error);
  // First what can throw: nobody would end a wait for the database.
  const redis = connectRedis(redisUrl, { name: 'crossproof:politeness', role: 'command', onError });
  const late = new LateDatabase(() => openDatabase(databaseUrl), { onWaiting: onError });
  const database = measuredDatabase(late, metrics);
  const queue = bullQueue({ url: redisUrl, prefix, onError, ...locksOf(config) });
  const bus = redisBus({ url: redisUrl, prefix, onError });
  const leases = postgresLeases(databaseUrl);
  const politeness = redisPoliteness({
    ...{ redis, prefix, random },
    maxTimeMs: settings.maxTimeMs,
    perHost: config.hostConcurrency,
    ratePerSecond: config.hostRate,
    burst: config.hostRate,
  });
  const resting = restingHosts({ redis, prefix, clock, onError, url: redisUrl });
  const rate = { perMinute: config.ratePerMinute, burst: config.rateBurst };
  return {
    ...storesOf(database),
    mode: 'distributed',
    opened: late.opened,
    // Only `serve` asks for it: to read its files takes a while.
    board: async () => (await import('../queue/board.js')).createBoard(queue.bullQueues),
    ...{ queue, bus, leases },
    politeness: resting.watch(unnamedHosts(politeness)),
    resting,
    hearRests: () => resting.listen(),
    limiter: redisRateLimiter({
      ...{ redis, prefix, ...rate },
      // Known to every process of the deployment, and to nobody who sees Redis alone.
      secret: createHash('sha256').update(`rate limits of ${databaseUrl}`).digest('base64url'),
      fallback: localRateLimiter({ ...rate, clock }),
    }),
    checks: {
      store: inTurn(
        storeCheck(database),
        writeCheck(() => database.tryWrite(), { name: 'store', clock, log }),
      ),
      redis: inTurn(
        queueCheck(queue),
        writeCheck(() => tryRedis(redis, prefix), { name: 'redis', clock, log }),
      ),
    },
    close: () =>
      closeAll([{ close: async () => redis.disconnect() }, database, leases, bus, queue, resting], onError),
  };
}

/** Redis looks for jobs of dead workers as often as their locks run out. */
function locksOf({ lockSeconds }: Config): { lockSeconds: number; stalledSeconds: number } {
  return { lockSeconds, stalledSeconds: lockSeconds };
}
