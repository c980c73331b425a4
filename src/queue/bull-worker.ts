import { DelayedError, Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { connectRedis } from '../redis/connect.js';
import { activeJob, type BullJob, bullId, REMOVED } from './bull-jobs.js';
import { CLOSE_MS, MAX_STALLED, RETRY_MS, STILL_RUNNING_MS } from './limits.js';
import { isOurFault, type Outcome, Runs } from './runs.js';
import { tellOnce } from './tell-once.js';
import {
  type ActiveJob,
  type Handler,
  type JobData,
  type JobKind,
  LANES,
  type Lane,
  type QueueWorker,
  type WorkOptions,
} from './types.js';
import { within } from './within.js';

/** Where the jobs are. */
export interface BullPlace {
  readonly url: string;
  /** As `connectRedis` has it. */
  readonly patience: number;
  /** What BullMQ's keys begin with. */
  readonly keys: string;
  /** The channel that tells of removed jobs: their ids, with commas between them. */
  readonly cancelled: string;
  readonly lockSeconds: number;
  readonly stalledSeconds: number;
}

type BullMqWorker = Worker<JobData, void, JobKind>;

/**
 * Takes jobs from Redis. A job whose lock is lost, because Redis was out of reach or lost its data, is not stopped: its
 * lease in the store keeps others away, its result counts, and whoever gets the job again finds it done.
 */
export class BullWorker implements QueueWorker {
  readonly #runs = new Runs();
  readonly #closeMs: number;
  readonly #workers: readonly BullMqWorker[];
  readonly #connection: Redis;
  readonly #subscriber: Redis;
  readonly #handler: Handler;
  readonly #tell: (error: unknown, job: ActiveJob | null) => void;
  readonly #trouble: (error: unknown) => void;
  readonly #left: () => void;
  #closed: Promise<void> | null = null;

  constructor(place: BullPlace, handler: Handler, options: WorkOptions, left: () => void) {
    this.#handler = handler;
    this.#left = left;
    this.#closeMs = CLOSE_MS * place.patience;
    this.#tell = options.onError ?? (() => undefined);
    this.#trouble = tellOnce((error) => this.#tell(error, null));
    const common = { name: 'crossproof:worker', onError: this.#trouble, patience: place.patience };
    const connect = (role: 'blocking' | 'subscriber') => connectRedis(place.url, { ...common, role });
    this.#connection = connect('blocking');
    this.#subscriber = connect('subscriber');
    this.#listen(place.cancelled);
    this.#workers = LANES.filter((lane) => options.concurrency[lane] > 0).map((lane) =>
      this.#start(place, lane, options.concurrency[lane]),
    );
  }

  get active(): number {
    return this.#runs.size;
  }

  close(limitMs: number): Promise<void> {
    this.#closed ??= this.#close(limitMs);
    return this.#closed;
  }

  async #close(limitMs: number): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.pause(true)));
    await this.#runs.drain(limitMs);
    const closing = Promise.allSettled(this.#workers.map((worker) => worker.close()));
    if (!(await within(closing, this.#closeMs)))
      for (const worker of this.#workers) worker.getBackend().close(true).catch(this.#trouble);
    this.#connection.disconnect();
    this.#subscriber.disconnect();
    this.#left();
  }

  #start(place: BullPlace, lane: Lane, concurrency: number): BullMqWorker {
    const worker: BullMqWorker = new Worker(lane, (job, token) => this.#process(worker, lane, job, token), {
      connection: this.#connection,
      prefix: place.keys,
      concurrency,
      lockDuration: place.lockSeconds * 1_000,
      stalledInterval: place.stalledSeconds * 1_000,
      maxStalledCount: MAX_STALLED,
      runRetryDelay: RETRY_MS,
      // A job that is kept would block its id.
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    worker.on('error', this.#trouble);
    worker.on('failed', (job) => {
      if (!job?.deferredFailure) return;
      this.#tell(new Error(`job ${activeJob(job, lane).id} ended too many workers`), null);
    });
    return worker;
  }

  async #process(worker: BullMqWorker, lane: Lane, job: BullJob, token?: string): Promise<void> {
    const active = activeJob(job, lane);
    if (this.#runs.has(active)) return this.#later(job, STILL_RUNNING_MS, token);
    let found = true;
    const outcome = await this.#runs.run(active, async (run) => {
      // A removal reaches this process before or after this question, so that none is missed.
      found = (await fateOf(worker, run.id)) === 'there';
      if (found) await this.#handler(run);
    });
    return this.#settle(job, outcome, token);
  }

  async #settle(job: BullJob, outcome: Outcome, token?: string): Promise<void> {
    if (outcome.kind === 'postponed') return this.#later(job, outcome.delayMs, token);
    if (outcome.kind === 'handed-back') {
      await this.#move(() => job.moveToWait(token));
      throw new WaitingError();
    }
    if (outcome.kind !== 'failed') return;
    if (isOurFault(outcome)) this.#tell(outcome.error, outcome.job);
    throw outcome.final ? silent(new UnrecoverableError('failed')) : silent(new Error('failed'));
  }

  async #later(job: BullJob, delayMs: number, token?: string): Promise<never> {
    await this.#move(() => job.moveToDelayed(Date.now() + delayMs, token));
    throw new DelayedError();
  }

  /** A job that could not be moved has lost its lock: it is back in line already, or will be. */
  async #move(move: () => Promise<unknown>): Promise<void> {
    try {
      await move();
    } catch (error) {
      this.#trouble(error);
    }
  }

  #listen(channel: string): void {
    this.#subscriber.on('message', (_: string, message: string) => {
      for (const lane of LANES) for (const id of message.split(',')) this.#runs.remove({ lane, id });
    });
    // It subscribes again by itself, but does not say when that is done.
    this.#subscriber.on('ready', () => {
      this.#subscriber
        .subscribe(channel)
        .then(() => this.#lookAgain())
        .catch(this.#trouble);
    });
  }

  /** What was told while nobody listened here stands at the jobs themselves. */
  async #lookAgain(): Promise<void> {
    for (const worker of this.#workers) {
      for (const run of this.#runs.active.filter(({ lane }) => lane === worker.name))
        if ((await fateOf(worker, run.id)) === 'removed') this.#runs.remove(run);
    }
  }
}

/** `removed` by whoever asked for that; `gone` with all that Redis held, or ended by another worker. */
async function fateOf(worker: BullMqWorker, id: string): Promise<'there' | 'removed' | 'gone'> {
  const job = await Job.fromId(worker, bullId(id));
  if (job === undefined) return 'gone';
  return REMOVED in job.data ? 'removed' : 'there';
}

/** BullMQ keeps message and stack in Redis, where nothing about a subject or an account may stand. */
function silent(error: Error): Error {
  error.stack = '';
  return error;
}
