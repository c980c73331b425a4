import { backOff } from './back-off.js';
import type { Entry, InProcessLane } from './in-process-lane.js';
import { isOurFault, type Outcome, Runs } from './runs.js';
import { type Handler, LANES, type Lane, type QueueWorker, type WorkOptions } from './types.js';

/** What a worker needs of its queue. */
export interface WorkerHost {
  readonly lanes: Readonly<Record<Lane, InProcessLane>>;
  readonly random: () => number;
  /** A job has ended for good. */
  ended(entry: Entry): void;
  /** The worker was closed. */
  left(): void;
}

export class InProcessWorker implements QueueWorker {
  readonly runs = new Runs();
  readonly #running = new Set<Promise<void>>();
  readonly #handler: Handler;
  readonly #options: WorkOptions;
  readonly #host: WorkerHost;
  readonly #takers: { readonly lane: Lane; readonly take: (entry: Entry) => boolean }[];

  constructor(handler: Handler, options: WorkOptions, host: WorkerHost) {
    this.#handler = handler;
    this.#options = options;
    this.#host = host;
    this.#takers = LANES.filter((lane) => options.concurrency[lane] > 0).map((lane) => ({
      lane,
      take: this.#taker(lane),
    }));
    for (const { lane, take } of this.#takers) host.lanes[lane].join(take);
  }

  get active(): number {
    return this.runs.size;
  }

  async close(limitMs: number): Promise<void> {
    for (const { lane, take } of this.#takers) this.#host.lanes[lane].leave(take);
    await this.runs.drain(limitMs);
    await Promise.all(this.#running);
    this.#host.left();
  }

  #taker(lane: Lane): (entry: Entry) => boolean {
    let busy = 0;
    return (entry) => {
      if (busy === this.#options.concurrency[lane]) return false;
      busy += 1;
      const run = this.#run(entry).then(() => {
        busy -= 1;
        this.#running.delete(run);
        this.#host.lanes[lane].wake();
      });
      this.#running.add(run);
      return true;
    };
  }

  async #run(entry: Entry): Promise<void> {
    const { id, kind, lane, data, attempts = 1 } = entry.job;
    const attempt = entry.failures + 1;
    const job = { id, kind, lane, data, attempt, last: attempt >= attempts };
    const outcome = await this.runs.run(job, this.#handler);
    if (outcome.kind === 'failed' && isOurFault(outcome)) this.#options.onError?.(outcome.error, outcome.job);
    this.#settle(entry, outcome, job.last);
  }

  #settle(entry: Entry, outcome: Outcome, last: boolean): void {
    const lane = this.#host.lanes[entry.job.lane];
    if (outcome.kind === 'handed-back') lane.putBack(entry);
    else if (outcome.kind === 'postponed') lane.enter(entry, outcome.delayMs);
    else if (outcome.kind === 'failed' && !outcome.final && !last) {
      entry.failures += 1;
      lane.enter(entry, backOff(entry.job.backOffMs ?? 0, entry.failures, this.#host.random));
    } else this.#host.ended(entry);
  }
}
