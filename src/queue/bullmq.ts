import { Queue as BullMqQueue, FlowProducer } from 'bullmq';
import type { Redis } from 'ioredis';
import { connectRedis } from '../redis/connect.js';
import { type BullJob, bullId, bullJob, REMOVED } from './bull-jobs.js';
import { type BullPlace, BullWorker } from './bull-worker.js';
import { checkJob } from './check-job.js';
import { BATCH, EVENTS_KEPT, LOCK_SECONDS, PING_MS, REDIS_WAIT_MS, STALLED_SECONDS } from './limits.js';
import { pullIn } from './pull-in.js';
import { closedError, QueueError } from './queue-error.js';
import { tellOnce } from './tell-once.js';
import {
  type Handler,
  type JobData,
  type JobKind,
  LANES,
  type Lane,
  type Queue,
  type QueueCounts,
  type QueueJob,
  type QueueWorker,
  type WorkOptions,
} from './types.js';
import { within } from './within.js';

export interface BullOptions {
  readonly url: string;
  /** What the names of all keys and channels begin with. */
  readonly prefix: string;
  /** Trouble with Redis outside of any worker, each once a minute. */
  readonly onError: (error: QueueError) => void;
  /** All workers on one Redis must agree on both. */
  readonly lockSeconds?: number;
  readonly stalledSeconds?: number;
  /** Times as long as usual that Redis is waited for, as `connectRedis` has it. */
  readonly patience?: number;
}

/**
 * For any number of processes: BullMQ on Redis, which may come up later, go away and come back, with its data or without.
 * Callers wait for it `REDIS_WAIT_MS` and for its answer no longer than `COMMAND_MS`, then get a `QueueError`.
 *
 * @throws RedisError `url`
 */
export function bullQueue(options: BullOptions): BullBackedQueue {
  return new BullQueue(options);
}

export type LaneQueue = BullMqQueue<JobData, void, JobKind>;

export interface BullBackedQueue extends Queue {
  /** BullMQ's own, one a lane: to be looked at, and closed with this one. */
  readonly bullQueues: readonly LaneQueue[];
}

class BullQueue implements BullBackedQueue {
  readonly #place: BullPlace;
  readonly #patience: number;
  readonly #redis: Redis;
  readonly #lanes: Readonly<Record<Lane, LaneQueue>>;
  readonly #flows: FlowProducer;
  readonly #workers = new Set<BullWorker>();
  #ready: Promise<void> | null = null;
  #closed: Promise<void> | null = null;

  constructor({ url, prefix, onError, lockSeconds, stalledSeconds, patience = 1 }: BullOptions) {
    const trouble = tellOnce(onError);
    this.#patience = patience;
    this.#place = {
      ...{ url, patience },
      keys: `${prefix}:queue`,
      cancelled: `${prefix}:cancelled`,
      lockSeconds: lockSeconds ?? LOCK_SECONDS,
      stalledSeconds: stalledSeconds ?? STALLED_SECONDS,
    };
    const name = 'crossproof:queue';
    this.#redis = connectRedis(url, { name, role: 'command', onError: trouble, patience });
    const common = {
      connection: this.#redis,
      prefix: this.#place.keys,
      // The question for the version may fail while Redis comes up, and BullMQ would not ask again.
      skipVersionCheck: true,
    };
    const laneQueue = (lane: Lane): LaneQueue => {
      const queue: LaneQueue = new BullMqQueue(lane, {
        ...common,
        streams: { events: { maxLen: EVENTS_KEPT } },
      });
      return queue.on('error', trouble);
    };
    this.#lanes = { demand: laneQueue('demand'), background: laneQueue('background') };
    this.#flows = new FlowProducer(common).on('error', trouble);
  }

  get bullQueues(): readonly LaneQueue[] {
    return LANES.map((lane) => this.#lanes[lane]);
  }

  async add(jobs: readonly QueueJob[]): Promise<void> {
    for (const job of jobs) checkJob(job);
    await this.#ask(async () => {
      for (const lane of LANES) {
        const ours = jobs.filter((job) => job.lane === lane).map(bullJob);
        for (const batch of batches(ours)) await this.#lanes[lane].addBulk(batch);
      }
    });
  }

  async addFlow(parent: QueueJob, children: readonly QueueJob[]): Promise<void> {
    for (const job of [parent, ...children]) checkJob(job);
    await this.#ask(async () => {
      if ((await this.#missing(parent.lane, [parent.id])).length === 0) return;
      await this.#flows.add({
        queueName: parent.lane,
        ...bullJob(parent),
        children: children.map((child) => {
          const { opts, ...job } = bullJob(child);
          return { queueName: child.lane, ...job, opts: { ...opts, removeDependencyOnFailure: true } };
        }),
      });
    });
  }

  async missing(lane: Lane, ids: readonly string[]): Promise<readonly string[]> {
    return this.#ask(() => this.#missing(lane, ids));
  }

  async pullIn(): Promise<number> {
    return this.#ask(async () => {
      let pulled = 0;
      for (const lane of LANES) pulled += await pullIn(this.#lanes[lane], this.#redis);
      return pulled;
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#ask(async () => {
      for (const batch of batches(ids)) {
        const atWork = await Promise.all(batch.flatMap((id) => LANES.map((lane) => this.#remove(lane, id))));
        if (atWork.includes(true)) await this.#redis.publish(this.#place.cancelled, batch.join(','));
      }
    });
  }

  work(handler: Handler, options: WorkOptions): QueueWorker {
    if (this.#closed) throw closedError();
    const worker = new BullWorker(this.#place, handler, options, () => void this.#workers.delete(worker));
    this.#workers.add(worker);
    return worker;
  }

  async counts(): Promise<Readonly<Record<Lane, QueueCounts>>> {
    return this.#ask(async () => {
      const [demand, background] = await Promise.all([this.#count('demand'), this.#count('background')]);
      return { demand, background };
    });
  }

  async ping(): Promise<boolean> {
    if (this.#closed) return false;
    const answer = this.#whenReady().then(() => this.#redis.ping());
    return within(answer, PING_MS * this.#patience).catch(() => false);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.close(0)));
    await Promise.all([...LANES.map((lane) => this.#lanes[lane].close()), this.#flows.close()]);
    this.#redis.disconnect();
  }

  /** True: it is at work somewhere, or was until its worker died, and is marked for whoever would run it again. */
  async #remove(lane: Lane, id: string): Promise<boolean> {
    const queue = this.#lanes[lane];
    if ((await queue.remove(bullId(id), { removeChildren: false })) === 1) return false;
    const job: BullJob | undefined = await queue.getJob(bullId(id));
    if (!job) return false;
    try {
      await job.updateData({ ...job.data, [REMOVED]: 1 });
    } catch (error) {
      // It ended meanwhile.
      if (await queue.getJob(bullId(id))) throw error;
    }
    return true;
  }

  async #missing(lane: Lane, ids: readonly string[]): Promise<readonly string[]> {
    const missing: string[] = [];
    for (const batch of batches(ids)) {
      const pipeline = this.#redis.pipeline();
      for (const id of batch) pipeline.exists(this.#lanes[lane].toKey(bullId(id)));
      const replies = (await pipeline.exec()) ?? [];
      for (const [index, [error, exists]] of replies.entries()) {
        if (error) throw error;
        const id = batch[index];
        if (id !== undefined && exists === 0) missing.push(id);
      }
    }
    return missing;
  }

  async #count(lane: Lane): Promise<QueueCounts> {
    const counts = await this.#lanes[lane].getJobCounts('wait', 'delayed', 'active', 'waiting-children');
    const of = (state: string): number => counts[state] ?? 0;
    return { waiting: of('wait'), delayed: of('delayed') + of('waiting-children'), active: of('active') };
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.#closed) throw closedError();
    const ready = await within(this.#whenReady(), REDIS_WAIT_MS * this.#patience);
    if (this.#closed) throw closedError();
    if (!ready) throw new QueueError('unavailable', 'the queue: Redis is away');
    try {
      return await question();
    } catch (error) {
      if (this.#closed) throw closedError();
      throw new QueueError(
        'unavailable',
        `the queue: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** One listener, however many wait. */
  #whenReady(): Promise<void> {
    if (this.#redis.status === 'ready') return Promise.resolve();
    this.#ready ??= new Promise((resolve) => {
      this.#redis.once('ready', () => {
        this.#ready = null;
        resolve();
      });
    });
    return this.#ready;
  }
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += BATCH) yield items.slice(at, at + BATCH);
}
