import type { StopSignal } from './budget.js';

/** A first-come-first-served gate. */
export class Gate {
  #free: number;
  /** A set keeps the order of arrival and lets go of whoever stops waiting in constant time. */
  readonly #waiting = new Set<() => void>();

  constructor(slots: number) {
    this.#free = slots;
  }

  /** Takes a slot where one is free: then nobody waits either. */
  tryEnter(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  /** True: a slot is taken. False: the signal ended the wait. */
  enter(signal: StopSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.tryEnter()) return Promise.resolve(true);
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
      signal.addEventListener('abort', leave);
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
