import { BackOff } from './back-off.js';
import type { StopSignal } from './budget.js';
import { MAX_IN_FLIGHT, MAX_PACED_HOSTS, MAX_PER_HOST } from './limits.js';
import { pause } from './pause.js';
import type { Politeness, Turn } from './politeness.js';
import { type Resting, restingOf } from './resting.js';
import { Slots } from './slots.js';
import { TokenBuckets } from './token-bucket.js';
import type { Clock } from './types.js';

export interface LocalPolitenessOptions {
  readonly clock: Clock;
  /** Requests to one host at a time. */
  readonly perHost?: number;
  /** Requests in all at a time. */
  readonly inAll?: number;
  /** Requests to one host a second, after a burst; by default as many as answers allow. */
  readonly ratePerSecond?: number;
  /** By default as many as run at a time. */
  readonly burst?: number;
}

/** Politeness of one process. */
export function localPoliteness(options: LocalPolitenessOptions): Politeness & { readonly resting: Resting } {
  const { clock, perHost = MAX_PER_HOST, inAll = MAX_IN_FLIGHT, ratePerSecond, burst = perHost } = options;
  const buckets =
    ratePerSecond === undefined
      ? null
      : new TokenBuckets({ clock, ratePerSecond, burst, maxKeys: MAX_PACED_HOSTS });
  return new LocalPoliteness(clock, new Slots(perHost, inAll), buckets);
}

class LocalPoliteness implements Politeness {
  readonly #clock: Clock;
  readonly #slots: Slots;
  readonly #buckets: TokenBuckets | null;
  readonly #backOff = new BackOff();
  readonly resting: Resting;

  constructor(clock: Clock, slots: Slots, buckets: TokenBuckets | null) {
    this.#clock = clock;
    this.#slots = slots;
    this.#buckets = buckets;
    this.resting = restingOf(this.#backOff, clock);
  }

  takeNow(host: string): Turn | null {
    const resting = this.#resting(host);
    if (resting) return resting;
    const release = this.#slots.acquireNow(host);
    if (release === null || this.#tokenIn(host) === 0) return release && { release };
    release();
    return null;
  }

  async take(host: string, signal: StopSignal): Promise<Turn | null> {
    const release = await this.#slots.acquire(host, signal, () => this.#pace(host, signal));
    if (release === null) return null;
    // Somebody who asked meanwhile may have been told to leave the host alone.
    const resting = this.#resting(host);
    if (resting) release();
    return resting ?? { release };
  }

  rest(host: string, milliseconds: number): void {
    const now = this.#clock.now().getTime();
    this.#backOff.note(host, now + milliseconds, now);
  }

  #resting(host: string): Turn | null {
    const restMs = this.#backOff.left(host, this.#clock.now().getTime());
    return restMs > 0 ? { release: null, restMs } : null;
  }

  /** 0: a token was taken, or none is needed. Else milliseconds until there is one. */
  #tokenIn(host: string): number {
    return this.#buckets?.take(host).waitMs ?? 0;
  }

  /** Waits for a token, or until nobody may ask the host any more. False: the signal ended the wait. */
  async #pace(host: string, signal: StopSignal): Promise<boolean> {
    while (!signal.aborted && !this.#resting(host)) {
      const wait = this.#tokenIn(host);
      if (wait === 0) return true;
      await pause(wait, signal);
    }
    return !signal.aborted;
  }
}
