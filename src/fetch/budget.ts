import { pause } from './pause.js';

/** Why a reading was stopped from our side. */
export type StopReason = 'timeout' | 'cancelled' | 'queue';

/** As much of an AbortSignal as we use; a real one serves as well. One is needed for each reading, so it is kept light. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Lets many readings listen to one caller's signal with one listener (Node warns from the eleventh on). */
export class SignalHub {
  readonly #listeners = new WeakMap<AbortSignal, Set<() => void>>();

  /** Returns the function that ends the subscription. */
  subscribe(signal: AbortSignal, listener: () => void): () => void {
    let listeners = this.#listeners.get(signal);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(signal, listeners);
      const all = listeners;
      signal.addEventListener('abort', () => [...all].forEach((one) => void one()), { once: true });
    }
    const own = listeners;
    own.add(listener);
    return () => own.delete(listener);
  }
}

/**
 * Readings that wait for another one, which their time is for too: it stands still while that one's does. Between them
 * stands nothing else, so that whoever leaves is running.
 */
export class Followers {
  readonly #budgets = new Set<Budget>();
  #paused = false;

  /** Returns the function that leaves. */
  join(budget: Budget): () => void {
    this.#budgets.add(budget);
    if (this.#paused) budget.pause();
    return () => {
      this.#budgets.delete(budget);
      budget.run();
    };
  }

  pause(): void {
    this.#paused = true;
    for (const budget of this.#budgets) budget.pause();
  }

  run(): void {
    this.#paused = false;
    for (const budget of this.#budgets) budget.run();
  }
}

/**
 * The time of one reading. It runs while a host is being asked, and stands still while the reading waits for its
 * turn: our politeness must not look like a slow host.
 */
export class Budget implements StopSignal {
  readonly #listeners = new Set<() => void>();
  #stopped: StopReason | null = null;
  readonly #unsubscribe: (() => void) | undefined;
  readonly #followers: Followers | undefined;
  #left: number;
  #runningSince: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, hub: SignalHub, signal?: AbortSignal, followers?: Followers) {
    this.#left = milliseconds;
    this.#followers = followers;
    if (signal?.aborted) this.stop('cancelled');
    else if (signal) this.#unsubscribe = hub.subscribe(signal, () => this.stop('cancelled'));
  }

  /** True when the time is over or the caller went away. */
  get aborted(): boolean {
    return this.#stopped !== null;
  }

  get stopped(): StopReason | null {
    return this.#stopped;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Milliseconds left. */
  get left(): number {
    const spent = this.#runningSince === null ? 0 : performance.now() - this.#runningSince;
    return Math.max(0, this.#left - spent);
  }

  run(): void {
    this.#followers?.run();
    if (this.#runningSince !== null || this.aborted) return;
    this.#runningSince = performance.now();
    this.#timer = setTimeout(() => this.stop('timeout'), this.#left);
  }

  pause(): void {
    this.#followers?.pause();
    clearTimeout(this.#timer);
    this.#left = this.left;
    this.#runningSince = null;
  }

  stop(reason: StopReason): void {
    clearTimeout(this.#timer);
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  /** Waits; returns early when the budget is stopped. */
  sleep(milliseconds: number): Promise<void> {
    return pause(milliseconds, this);
  }

  /** The promise's value, or null once the budget is stopped first. */
  race<T>(promise: Promise<T>): Promise<T | null> {
    if (this.aborted) {
      promise.catch(() => undefined); // Nobody waits for it any more.
      return Promise.resolve(null);
    }
    return new Promise((resolve, reject) => {
      const stop = () => resolve(null);
      this.addEventListener('abort', stop);
      promise.then(resolve, reject).finally(() => this.removeEventListener('abort', stop));
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe?.();
  }
}
