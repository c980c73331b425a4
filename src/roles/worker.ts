import { createFetcher } from '../fetch/index.js';
import type { WorkerDeps } from '../jobs/deps.js';
import { createHandler } from '../jobs/handler.js';
import type { QueueWorker } from '../queue/types.js';
import { createSettler } from '../schedule/settler.js';
import type { RoleContext } from './context.js';
import type { Parts } from './parts.js';

export interface Worker {
  /** Finishes what it holds, or hands it back after `CROSSPROOF_STOP_SECONDS`. */
  close(): Promise<void>;
}

/** Takes jobs from the queue until it is closed. `healing`: when what may have healed is read again, by default HEALING. */
export function startWorker(
  parts: Parts,
  context: RoleContext,
  options: Pick<WorkerDeps, 'healing'> = {},
): Worker {
  const { config, settings, perspective, clock, random, observer, tally } = context;
  tally.counts('jobs');
  const settle = createSettler({ schedules: parts.schedules, clock, random });
  const fetcher = createFetcher(settings, { clock, random, politeness: parts.politeness });
  const handler = createHandler({
    ...parts,
    ...{ fetcher, clock, random, observer },
    ...options,
    ...(perspective === undefined ? {} : { perspective }),
    onVerified: async (verified) => {
      tally.verified(verified);
      await settle(verified);
    },
  });
  const work = () =>
    parts.queue.work(handler, {
      concurrency: { demand: config.demandConcurrency, background: config.backgroundConcurrency },
      onError: (error) => observer.trouble(error),
    });
  let closed = false;
  let worker: QueueWorker | null = null;
  // A job that was taken before the store is there could only be put back.
  parts.opened.then(
    () => {
      if (!closed) worker = work();
    },
    () => undefined, // The role ends, and says why.
  );
  return {
    async close() {
      closed = true;
      await worker?.close(config.stopSeconds * 1000);
      await fetcher.close();
    },
  };
}
