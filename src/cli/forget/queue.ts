import { ConfigError, readConfig } from '../../config/index.js';
import type { Verifications } from '../../jobs/types.js';
import { createVerifications } from '../../jobs/verifications.js';
import { bullQueue } from '../../queue/bullmq.js';
import { type Bus, localBus } from '../../queue/bus.js';
import { inProcessQueue } from '../../queue/in-process.js';
import { redisBus } from '../../queue/redis-bus.js';
import type { Queue } from '../../queue/types.js';
import type { SqlJobs } from '../../store/sql-jobs.js';
import type { SqlStore } from '../../store/sql-store.js';
import { CliError, type Io } from '../io.js';
import type { KeeperFlags } from '../keeper-store.js';

interface Stores {
  readonly store: SqlStore;
  readonly jobs: SqlJobs;
}

/**
 * The jobs' service beside these stores, for as long as the job takes. Where the deployment's own store is meant its queue
 * is told too; where Redis is away a warning says so: what waits there has an id alone, and finds nothing. All times that
 * Redis has are multiplied by `patience`.
 */
export async function withVerifications(
  stores: Stores,
  flags: KeeperFlags,
  io: Io,
  job: (verifications: Verifications) => Promise<void>,
  patience = 1,
): Promise<void> {
  const warn = (error: unknown) =>
    io.err(`crossproof: the queue was not told: ${error instanceof Error ? error.message : String(error)}\n`);
  const { queue, bus } = flags.store === undefined ? queueOf(io, warn, patience) : localQueue();
  try {
    await job(createVerifications({ ...stores, queue, bus, clock: { now: () => io.now() }, onError: warn }));
  } finally {
    await bus.close();
    await queue.close();
  }
}

function queueOf(io: Io, onError: (error: unknown) => void, patience: number): { queue: Queue; bus: Bus } {
  if (!io.env.REDIS_URL || !io.env.DATABASE_URL) return localQueue();
  try {
    const { servers, prefix } = readConfig(io.env, 'scheduler');
    if (servers === null) return localQueue();
    const place = { url: servers.redisUrl, prefix, onError, patience };
    return { queue: bullQueue(place), bus: redisBus(place) };
  } catch (error) {
    if (error instanceof ConfigError) throw new CliError(error.message);
    throw error;
  }
}

/** A `serve` of its own notices by itself: what it is verifying has nothing left to write to. */
function localQueue(): { queue: Queue; bus: Bus } {
  return { queue: inProcessQueue({ random: Math.random }), bus: localBus() };
}
