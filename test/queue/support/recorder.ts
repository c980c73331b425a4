import { EventEmitter, once } from 'node:events';
import type { ActiveJob, Handler, WorkOptions } from '../../../src/queue/types.js';

/** What happened to jobs, in order, and waiting until enough has happened. */
export class Recorder<T = string> {
  readonly log: T[] = [];
  readonly #events = new EventEmitter().setMaxListeners(0);

  add(entry: T): void {
    this.log.push(entry);
    this.#events.emit('entry');
  }

  /** Until the log has so many entries, or satisfies a condition. */
  async until(enough: number | ((log: readonly T[]) => boolean)): Promise<readonly T[]> {
    const is = typeof enough === 'number' ? () => this.log.length >= enough : () => enough(this.log);
    while (!is()) await once(this.#events, 'entry');
    return this.log;
  }
}

/** A job that goes on until the test lets it. */
export class Held {
  readonly started: Recorder<ActiveJob> = new Recorder();
  readonly #let = new EventEmitter();

  /** Ends when let go; where told to stop it throws, as every handler does. */
  readonly handler: Handler = async (job) => {
    const over = once(this.#let, job.id, { signal: job.signal });
    this.started.add(job);
    await over;
  };

  letGo(id: string): void {
    this.#let.emit(id);
  }
}

/** Both lanes, one job at a time, and failures that no test expects are thrown where vitest sees them. */
export const ONE_EACH: WorkOptions = {
  concurrency: { demand: 1, background: 1 },
  onError: (error) => {
    throw error;
  },
};
