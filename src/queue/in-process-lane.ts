import { DueHeap } from './due-heap.js';
import { Fifo } from './fifo.js';
import { MAX_TIMER_MS } from './limits.js';
import type { QueueCounts, QueueJob } from './types.js';

/** A job that the queue holds. */
export interface Entry {
  readonly job: QueueJob;
  /** Runs that failed. */
  failures: number;
  /** Children that have not ended: it stands in no line before that. */
  readonly children: Set<Entry>;
  readonly parents: Set<Entry>;
}

/** Takes a job when it can: false leaves it where it is. */
export type Taker = (entry: Entry) => boolean;

/** One lane: what waits in it, and who takes it. */
export class InProcessLane {
  readonly entries = new Map<string, Entry>();
  readonly #active = new Set<Entry>();
  readonly #waiting = new Fifo<Entry>();
  readonly #delayed = new DueHeap<Entry>();
  readonly #takers = new Set<Taker>();
  readonly #elapsed: () => number;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Puts a job in line, now or when its time has come. */
  enter(entry: Entry, delayMs: number): void {
    this.#active.delete(entry);
    if (delayMs > 0) {
      this.#delayed.add(entry, this.#elapsed() + delayMs);
      this.#wait();
    } else {
      this.#waiting.push(entry);
      this.wake();
    }
  }

  /** Puts a job back that was taken but not done, before those that came after it. */
  putBack(entry: Entry): void {
    this.#active.delete(entry);
    this.#waiting.unshift(entry);
    this.wake();
  }

  isActive(entry: Entry): boolean {
    return this.#active.has(entry);
  }

  remove(entry: Entry): void {
    this.#active.delete(entry);
    this.#waiting.delete(entry);
    this.#delayed.delete(entry);
    this.entries.delete(entry.job.id);
  }

  join(taker: Taker): void {
    this.#takers.add(taker);
    this.#wait();
    this.wake();
  }

  leave(taker: Taker): void {
    this.#takers.delete(taker);
    if (this.#takers.size === 0) this.stop();
  }

  /** Somebody may be able to take a job: at the next turn of the event loop, so that a long line holds up nobody else. */
  wake(): void {
    if (this.#takers.size > 0) this.#turn ??= setImmediate(() => this.#serve());
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
  }

  /** Those that wait for their children count as delayed. */
  counts(): QueueCounts {
    this.#promote();
    const waiting = this.#waiting.size;
    const active = this.#active.size;
    return { waiting, active, delayed: this.entries.size - waiting - active };
  }

  #serve(): void {
    this.#turn = undefined;
    this.#promote();
    for (const taker of this.#takers) while (this.#offer(taker));
    this.#wait();
  }

  #offer(taker: Taker): boolean {
    const entry = this.#waiting.shift();
    if (!entry) return false;
    this.#active.add(entry);
    if (taker(entry)) return true;
    this.#active.delete(entry);
    this.#waiting.unshift(entry);
    return false;
  }

  #promote(): void {
    const now = this.#elapsed();
    for (let entry = this.#delayed.takeDue(now); entry; entry = this.#delayed.takeDue(now)) {
      this.#waiting.push(entry);
    }
  }

  /** The timer keeps the process alive, but only where somebody is there to do the job. */
  #wait(): void {
    clearTimeout(this.#timer);
    const due = this.#delayed.next;
    if (due === undefined || this.#takers.size === 0) return;
    const ms = Math.min(Math.max(0, Math.ceil(due - this.#elapsed())), MAX_TIMER_MS);
    this.#timer = setTimeout(() => this.#serve(), ms);
  }
}
