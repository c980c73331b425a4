/** What workers do. */
export type JobKind =
  | 'verify' // a subject from end to end
  | 'fetch' // one account of a verification that may have healed
  | 'score'; // draw the conclusion again when those were read

/**
 * Two queues, each with workers of its own: somebody who waits never waits behind the schedule, however much of it
 * stands there and however long it takes.
 */
export const LANES = ['demand', 'background'] as const;
export type Lane = (typeof LANES)[number];

/** What a job says of itself. Ids and numbers only: no subject and no account ever stands in the queue. */
export type JobData = Readonly<Record<string, string | number>>;

export interface QueueJob {
  /** Unique in its lane: letters, digits, '-' and '_', at most 96 characters. */
  readonly id: string;
  readonly kind: JobKind;
  readonly lane: Lane;
  readonly data: JobData;
  /** Milliseconds before it may run. */
  readonly delayMs?: number;
  /** Runs in all, first one included; 1 where it is left out. */
  readonly attempts?: number;
  /** Milliseconds before the second run; each next waits twice as long, with jitter. */
  readonly backOffMs?: number;
}

/** A job in a worker's hands. */
export interface ActiveJob extends Pick<QueueJob, 'id' | 'kind' | 'lane' | 'data'> {
  /** 1 for the first run. Runs that were postponed or handed back are not counted. */
  readonly attempt: number;
  /** No run follows this one. */
  readonly last: boolean;
  /**
   * Aborted when the job is removed or the worker has to stop, with a `StopReason`. Not when the queue is out of reach:
   * what was begun is finished, and counts.
   */
  readonly signal: AbortSignal;
}

export type Handler = (job: ActiveJob) => Promise<void>;

/** Thrown by a handler: run it again after this time, and do not count this run. */
export class Postpone extends Error {
  override readonly name = 'Postpone';
  constructor(readonly delayMs: number) {
    super(`postponed for ${delayMs} ms`);
  }
}

/** Thrown by a handler: no further run will do better. */
export class Final extends Error {
  override readonly name = 'Final';
}

/** Thrown by a handler: run it again as one that failed. It was nobody's fault here, and `onError` does not hear of it. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** Why a job's signal was aborted. */
export type StopReason = 'removed' | 'shutdown';

export interface WorkOptions {
  /** Jobs at a time, by lane; 0 takes none of it. */
  readonly concurrency: Readonly<Record<Lane, number>>;
  /**
   * Hears of every failed run but those that end with `NotYet`: our bugs and our trouble, never a stranger's. Without a job: of trouble
   * with Redis. Must not throw.
   */
  readonly onError?: (error: unknown, job: ActiveJob | null) => void;
}

export interface QueueWorker {
  /**
   * Takes no more jobs and waits for those at work; after `limitMs` aborts them, and what does not end well then
   * goes back to the queue.
   */
  close(limitMs: number): Promise<void>;
  readonly active: number;
}

export interface QueueCounts {
  readonly waiting: number;
  /** Their time has not come, or their children have not ended. */
  readonly delayed: number;
  readonly active: number;
}

/**
 * Jobs that wait for a worker. At least once: a handler may see a job again whose worker died, and must not mind.
 * What the queue loses is put in again from the store, by id. Everything but `ping` rejects with a `QueueError`; what was
 * asked for then may still be done.
 */
export interface Queue {
  /** Jobs whose id is already there change nothing. */
  add(jobs: readonly QueueJob[]): Promise<void>;
  /** `parent` runs once each child has succeeded or has failed for good. */
  addFlow(parent: QueueJob, children: readonly QueueJob[]): Promise<void>;
  /** Those that the queue does not hold in that lane: neither waiting, delayed nor active. */
  missing(lane: Lane, ids: readonly string[]): Promise<readonly string[]>;
  /**
   * Has jobs that a clock put off which ran ahead, and was set back since, run after the time they were put off for,
   * counted from now. Gives their number. Worth asking from time to time.
   */
  pullIn(): Promise<number>;
  /** Takes them out; those at work, in whatever process, have their signal aborted. */
  remove(ids: readonly string[]): Promise<void>;
  work(handler: Handler, options: WorkOptions): QueueWorker;
  counts(): Promise<Readonly<Record<Lane, QueueCounts>>>;
  /** Resolves within a second: can it be reached? */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
