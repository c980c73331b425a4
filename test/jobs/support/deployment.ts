import { Population } from '../../../src/demo/population.js';
import { createFetcher, type Fetcher } from '../../../src/fetch/index.js';
import type { WorkerDeps } from '../../../src/jobs/deps.js';
import { createHandler } from '../../../src/jobs/handler.js';
import type { Verifications } from '../../../src/jobs/types.js';
import { createVerifications } from '../../../src/jobs/verifications.js';
import { localBus } from '../../../src/queue/bus.js';
import { inProcessQueue } from '../../../src/queue/in-process.js';
import type { Lane, Queue, QueueWorker } from '../../../src/queue/types.js';
import type { Database } from '../../../src/store/database.js';
import type { JobRecord, JobStore } from '../../../src/store/job-types.js';
import { type Leases, localLeases } from '../../../src/store/lease.js';
import { SqlJobs } from '../../../src/store/sql-jobs.js';
import type { Store } from '../../../src/store/types.js';
import { stores } from '../../store/support/stores.js';
import { frozenClock } from '../../support/frozen-clock.js';
import { startWorld, type World, type WorldOptions } from '../../support/world.js';

/** A new and empty store, by default one that goes with the test. */
type OpenStore = () => Promise<{ readonly database: Database; readonly store: Store }>;

/** Everything that jobs work with, in one process: a real store, queue and internet. */
export interface Deployment {
  readonly world: World;
  readonly database: Database;
  readonly store: Store;
  readonly jobs: JobStore;
  readonly queue: Queue;
  readonly leases: Leases;
  readonly verifications: Verifications;
  readonly deps: WorkerDeps;
  readonly troubles: unknown[];
  /** Starts a worker. */
  work(deps?: Partial<WorkerDeps>): QueueWorker;
  /** The record once the job has ended. */
  ended(id: string): Promise<JobRecord>;
  /** Resolves when the queue holds none of these jobs any more: their handlers have done whatever they do. */
  left(lane: Lane, ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function startDeployment(
  people: (population: Population) => Promise<unknown>,
  options: WorldOptions & { readonly clock?: ReturnType<typeof frozenClock>; readonly open?: OpenStore } = {},
): Promise<Deployment> {
  const clock = options.clock ?? frozenClock();
  const population = new Population();
  await people(population);
  const world = await startWorld(population, options);
  const open = options.open ?? stores[0]?.open;
  if (open === undefined) throw new Error('there is no kind of store');
  const { database, store } = await open();
  const jobs = new SqlJobs(database);
  const [queue, bus, leases] = [inProcessQueue(), localBus(), localLeases()];
  const fetcher: Fetcher = createFetcher(world.settings, { clock });
  const troubles: unknown[] = [];
  const deps: WorkerDeps = {
    ...{ store, jobs, queue, bus, leases, fetcher, clock },
    random: () => 0.5,
    observer: {
      jobEnded: () => undefined,
      accountRead: () => undefined,
      trouble: (error) => void troubles.push(error),
    },
  };
  const workers: QueueWorker[] = [];
  return {
    ...{ world, database, store, jobs, queue, leases, deps, troubles },
    verifications: createVerifications({ store, jobs, queue, bus, clock }),
    work(more = {}) {
      const worker = queue.work(createHandler({ ...deps, ...more }), {
        concurrency: { demand: 4, background: 4 },
        onError: (error) => void troubles.push(error),
      });
      workers.push(worker);
      return worker;
    },
    async ended(id) {
      for (;;) {
        const changed = new Promise<void>((resolve) => {
          const stop = bus.subscribe(id, () => {
            stop();
            resolve();
          });
        });
        const job = await jobs.get(id);
        if (job === null) throw new Error(`job ${id} is gone`);
        if (job.finishedAt !== null) return job;
        await changed;
      }
    },
    async left(lane, ids) {
      while ((await queue.missing(lane, ids)).length < ids.length)
        await new Promise((resolve) => setImmediate(resolve));
    },
    async close() {
      for (const worker of workers) await worker.close(0);
      await queue.close();
      await fetcher.close();
      await world.close();
      await database.close();
    },
  };
}
