import { inTurn, storeCheck } from '../api/health.js';
import { measuredDatabase } from '../api/measured-database.js';
import { localRateLimiter } from '../api/rate-limit.js';
import { writeCheck } from '../api/write-check.js';
import { localPoliteness } from '../fetch/local-politeness.js';
import { localBus } from '../queue/bus.js';
import { inProcessQueue } from '../queue/in-process.js';
import { lockEmbedded } from '../store/embedded-lock.js';
import { localLeases } from '../store/lease.js';
import { isPostgres, openDatabase, storeFile, storeName } from '../store/open-store.js';
import { StoreError } from '../store/store-error.js';
import type { RoleContext } from './context.js';
import { closeAll, type Parts, storesOf } from './parts.js';

/** One process, one file. @throws StoreError: the file cannot be used, or another process serves it already */
export async function embeddedParts(pathOrUrl: string, context: RoleContext): Promise<Parts> {
  const { config, clock, random, metrics, observer, log } = context;
  const path = fileOf(pathOrUrl);
  const lock = await lockEmbedded(path);
  const file = await openDatabase(path).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  const database = measuredDatabase(file, metrics);
  const queue = inProcessQueue({ random });
  const bus = localBus();
  const leases = localLeases();
  const politeness = localPoliteness({
    clock,
    perHost: config.hostConcurrency,
    ratePerSecond: config.hostRate,
    burst: config.hostRate,
  });
  return {
    ...storesOf(database),
    mode: 'embedded',
    opened: Promise.resolve(),
    board: null,
    ...{ queue, bus, leases },
    politeness,
    resting: politeness.resting,
    hearRests: () => undefined,
    limiter: localRateLimiter({ perMinute: config.ratePerMinute, burst: config.rateBurst, clock }),
    checks: {
      store: inTurn(
        storeCheck(database),
        writeCheck(() => database.tryWrite(), { name: 'store', clock, log }),
      ),
    },
    close: () =>
      closeAll([{ close: () => lock.release() }, database, leases, bus, queue], (e) => observer.trouble(e)),
  };
}

/** The lock stands beside the file, however that is spelt. Jobs of one process on a server would not know of the others'. */
function fileOf(pathOrUrl: string): string {
  if (!isPostgres(pathOrUrl)) return storeFile(pathOrUrl);
  const text = 'one process alone keeps a file; for a server set REDIS_URL and DATABASE_URL instead';
  throw new StoreError('unsupported', `store ${storeName(pathOrUrl)}: ${text}`);
}
