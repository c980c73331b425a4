import type { Clock } from './types.js';

export interface BucketOptions {
  readonly ratePerSecond: number;
  /** Tokens of a full bucket, at least 1: how many may be taken at once. */
  readonly burst: number;
  readonly clock: Clock;
  /** Keys remembered; beyond that the one untouched for longest is forgotten, which most likely is full again. */
  readonly maxKeys: number;
}

/** What came of asking for a token. */
export interface Taken {
  /** 0: a token was taken. Else milliseconds until there is one, and nothing was taken. */
  readonly waitMs: number;
  /** Whole tokens that are left. */
  readonly remaining: number;
}

/** Whole microseconds between two tokens: sums of these are exact, and no rounding adds a token. */
export const microsecondsEach = (ratePerSecond: number): number => Math.ceil(1_000_000 / ratePerSecond);

/**
 * A token bucket for each of many keys. All that is kept of a bucket is the time at which it is full again (the "generic
 * cell rate algorithm" of ATM): no timer fills it, and a full one needs no memory.
 */
export class TokenBuckets {
  /** Microseconds since the epoch. */
  readonly #fullAt = new Map<string, number>();
  readonly #options: BucketOptions;
  readonly #interval: number;

  constructor(options: BucketOptions) {
    this.#options = options;
    this.#interval = microsecondsEach(options.ratePerSecond);
  }

  /** Keys remembered at the moment. */
  get size(): number {
    return this.#fullAt.size;
  }

  take(key: string): Taken {
    const now = this.#options.clock.now().getTime() * 1_000;
    const capacity = this.#options.burst * this.#interval;
    // A clock that was set back must not make anybody wait for longer than an empty bucket does.
    const level = Math.min(Math.max(this.#fullAt.get(key) ?? 0, now), now + capacity);
    const fullAt = level + this.#interval;
    const waitMs = Math.ceil((fullAt - capacity - now) / 1_000);
    if (waitMs > 0) return { waitMs, remaining: 0 };
    this.#fullAt.delete(key);
    this.#makeRoom(now);
    this.#fullAt.set(key, fullAt);
    return { waitMs: 0, remaining: Math.floor((now + capacity - fullAt) / this.#interval) };
  }

  #makeRoom(now: number): void {
    // In the order of their last use: whoever is full again stands in front.
    for (const [key, fullAt] of this.#fullAt) {
      if (fullAt > now && this.#fullAt.size < this.#options.maxKeys) break;
      this.#fullAt.delete(key);
    }
  }
}
