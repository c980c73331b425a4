import type { StopSignal } from './budget.js';
import { Gate } from './gate.js';
import { MAX_IN_FLIGHT, MAX_PER_HOST } from './limits.js';

interface HostEntry {
  readonly gate: Gate;
  /** Who holds a slot or waits for one. */
  users: number;
}

/**
 * How many requests run at once, per host and in all. Each host has a queue of its own, and only who has a turn
 * at its host waits for the common gate: so a slow host holds up nobody but itself.
 */
export class Slots {
  readonly #all: Gate;
  readonly #perHost: number;
  readonly #hosts = new Map<string, HostEntry>();

  constructor(perHost = MAX_PER_HOST, inAll = MAX_IN_FLIGHT) {
    this.#perHost = perHost;
    this.#all = new Gate(inAll);
  }

  /** The function that gives the slot back, or null where one has to wait for it. */
  acquireNow(host: string): (() => void) | null {
    const entry = this.#join(host);
    if (entry.gate.tryEnter()) {
      if (this.#all.tryEnter()) return () => this.#leave(host, entry);
      entry.gate.leave();
    }
    this.#forget(host, entry);
    return null;
  }

  /**
   * The same after a wait, or null when the signal ended it. Who has a turn at its host goes through `pace` before it
   * stands at the common gate; false: the signal ended that.
   */
  async acquire(
    host: string,
    signal: StopSignal,
    pace: (() => Promise<boolean>) | null = null,
  ): Promise<(() => void) | null> {
    const entry = this.#join(host);
    if (await entry.gate.enter(signal)) {
      if ((pace === null || (await pace())) && (await this.#all.enter(signal)))
        return () => this.#leave(host, entry);
      entry.gate.leave();
    }
    this.#forget(host, entry);
    return null;
  }

  #join(host: string): HostEntry {
    let entry = this.#hosts.get(host);
    if (!entry) {
      entry = { gate: new Gate(this.#perHost), users: 0 };
      this.#hosts.set(host, entry);
    }
    entry.users += 1;
    return entry;
  }

  #leave(host: string, entry: HostEntry): void {
    this.#all.leave();
    entry.gate.leave();
    this.#forget(host, entry);
  }

  #forget(host: string, entry: HostEntry): void {
    entry.users -= 1;
    if (entry.users === 0) this.#hosts.delete(host);
  }
}
