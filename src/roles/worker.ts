import { createFetcher } from '../fetch/index.js';
import { createHandler } from '../jobs/handler.js';
import { createSettler } from '../schedule/settler.js';
import type { RoleContext } from './context.js';
import type { Parts } from './parts.js';

export interface Worker {
  /** Finishes what it holds, or hands it back after `CROSSPROOF_STOP_SECONDS`. */
  close(): Promise<void>;
}

/** Takes jobs from the queue until it is closed. */
export function startWorker(parts: Parts, context: RoleContext): Worker {
  const { config, settings, perspective, clock, random, observer } = context;
  const fetcher = createFetcher(settings, { clock, random, politeness: parts.politeness });
  const handler = createHandler({
    ...parts,
    ...{ fetcher, clock, random, observer },
    ...(perspective === undefined ? {} : { perspective }),
    onVerified: createSettler({ schedules: parts.schedules, clock, random }),
  });
  const worker = parts.queue.work(handler, {
    concurrency: { demand: config.demandConcurrency, background: config.backgroundConcurrency },
    onError: (error) => observer.trouble(error),
  });
  return {
    async close() {
      await worker.close(config.stopSeconds * 1000);
      await fetcher.close();
    },
  };
}
