import { MAX_IN_FLIGHT, MAX_PER_HOST } from './limits.js';

/** A first-come-first-served gate. */
class Gate {
  #free: number;
  /** A set keeps the order of arrival and lets go of whoever stops waiting in constant time. */
  readonly #waiting = new Set<() => void>();

  constructor(slots: number) {
    this.#free = slots;
  }

  /** True: a slot is taken. False: the signal ended the wait. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const admit = () => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = () => {
        this.#waiting.delete(admit);
        resolve(false);
      };
      this.#waiting.add(admit);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

/**
 * How many requests run at once, per host and in all. Each host has a queue of its own, and only who has a turn
 * at its host waits for the common gate: so a slow host holds up nobody but itself.
 */
export class Slots {
  readonly #all: Gate;
  readonly #perHost: number;
  readonly #hosts = new Map<string, { gate: Gate; users: number }>();

  constructor(perHost = MAX_PER_HOST, inAll = MAX_IN_FLIGHT) {
    this.#perHost = perHost;
    this.#all = new Gate(inAll);
  }

  /** Resolves to the function that gives the slot back, or null when the signal ended the wait. */
  async acquire(host: string, signal: AbortSignal): Promise<(() => void) | null> {
    let entry = this.#hosts.get(host);
    if (!entry) {
      entry = { gate: new Gate(this.#perHost), users: 0 };
      this.#hosts.set(host, entry);
    }
    const own = entry;
    own.users += 1;
    const forget = () => {
      own.users -= 1;
      if (own.users === 0) this.#hosts.delete(host);
    };
    if (!(await own.gate.enter(signal))) {
      forget();
      return null;
    }
    const release = () => {
      own.gate.leave();
      forget();
    };
    if (!(await this.#all.enter(signal))) {
      release();
      return null;
    }
    return () => {
      this.#all.leave();
      release();
    };
  }
}
