import { checkJob } from './check-job.js';
import { type Entry, InProcessLane } from './in-process-lane.js';
import { InProcessWorker } from './in-process-worker.js';
import { closedError } from './queue-error.js';
import {
  type Handler,
  LANES,
  type Lane,
  type Queue,
  type QueueCounts,
  type QueueJob,
  type QueueWorker,
  type WorkOptions,
} from './types.js';

export interface InProcessOptions {
  /** 0 to 1, for jitter. */
  readonly random?: () => number;
  /** Milliseconds from any point; never goes back, so that setting the clock neither holds up nor hurries a job. */
  readonly elapsed?: () => number;
}

/** For one process that works alone: everything in memory. What it held is put in again from the store at the next start. */
export function inProcessQueue(options: InProcessOptions = {}): Queue {
  return new InProcessQueue(options.random ?? Math.random, options.elapsed ?? (() => performance.now()));
}

class InProcessQueue implements Queue {
  readonly #lanes: Readonly<Record<Lane, InProcessLane>>;
  readonly #workers = new Set<InProcessWorker>();
  readonly #random: () => number;
  #closed = false;

  constructor(random: () => number, elapsed: () => number) {
    this.#random = random;
    this.#lanes = { demand: new InProcessLane(elapsed), background: new InProcessLane(elapsed) };
  }

  async add(jobs: readonly QueueJob[]): Promise<void> {
    this.#checkOpen();
    for (const job of jobs) checkJob(job);
    for (const job of jobs) this.#put(job);
  }

  async addFlow(parent: QueueJob, children: readonly QueueJob[]): Promise<void> {
    this.#checkOpen();
    for (const job of [parent, ...children]) checkJob(job);
    const lane = this.#lanes[parent.lane];
    if (lane.entries.has(parent.id)) return;
    const entry = newEntry(parent);
    lane.entries.set(parent.id, entry);
    for (const job of children) {
      const child = this.#put(job);
      entry.children.add(child);
      child.parents.add(entry);
    }
    if (children.length === 0) lane.enter(entry, parent.delayMs ?? 0);
  }

  async missing(lane: Lane, ids: readonly string[]): Promise<readonly string[]> {
    this.#checkOpen();
    return ids.filter((id) => !this.#lanes[lane].entries.has(id));
  }

  /** No clock that can be set is part of it. */
  async pullIn(): Promise<number> {
    return 0;
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.#checkOpen();
    for (const lane of LANES) {
      for (const id of ids) {
        const entry = this.#lanes[lane].entries.get(id);
        if (!entry) continue;
        if (this.#lanes[lane].isActive(entry)) for (const { runs } of this.#workers) runs.remove(entry.job);
        else this.#end(entry);
      }
    }
  }

  work(handler: Handler, options: WorkOptions): QueueWorker {
    this.#checkOpen();
    const worker = new InProcessWorker(handler, options, {
      lanes: this.#lanes,
      random: this.#random,
      ended: (entry) => this.#end(entry),
      left: () => void this.#workers.delete(worker),
    });
    this.#workers.add(worker);
    return worker;
  }

  async counts(): Promise<Readonly<Record<Lane, QueueCounts>>> {
    this.#checkOpen();
    return { demand: this.#lanes.demand.counts(), background: this.#lanes.background.counts() };
  }

  async ping(): Promise<boolean> {
    return !this.#closed;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#workers].map((worker) => worker.close(0)));
    for (const lane of LANES) this.#lanes[lane].stop();
  }

  #checkOpen(): void {
    if (this.#closed) throw closedError();
  }

  #put(job: QueueJob): Entry {
    const lane = this.#lanes[job.lane];
    const known = lane.entries.get(job.id);
    if (known) return known;
    const entry = newEntry(job);
    lane.entries.set(job.id, entry);
    lane.enter(entry, job.delayMs ?? 0);
    return entry;
  }

  /** Lets go of a job that has ended, however, and lets those run that waited for it. */
  #end(entry: Entry): void {
    this.#lanes[entry.job.lane].remove(entry);
    for (const child of entry.children) child.parents.delete(entry);
    for (const parent of entry.parents) {
      parent.children.delete(entry);
      if (parent.children.size === 0) this.#lanes[parent.job.lane].enter(parent, parent.job.delayMs ?? 0);
    }
  }
}

const newEntry = (job: QueueJob): Entry => ({
  job,
  failures: 0,
  children: new Set(),
  parents: new Set(),
});
