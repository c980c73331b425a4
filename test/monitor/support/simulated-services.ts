import { HOUR_MS } from '../../../src/monitor/limits.js';
import { READING_RESULTS, type ReadingResult } from '../../../src/monitor/types.js';
import { type Counts, NO_READINGS } from '../../../src/monitor/unusual.js';
import { seeded } from '../../store/support/seeded.js';

/** What readings of a service come to, as shares that add up to 1. */
export type Shares = Readonly<Record<ReadingResult, number>>;

export const USUAL: Shares = {
  ...{ confirmed: 0.85, missing: 0.01, without: 0.07 },
  ...{ broken: 0.01, absent: 0.02, unreachable: 0.04 },
};

/** As after a change of the markup: whatever was confirmed is missing. */
export function blinded({ confirmed, missing, ...others }: Shares): Shares {
  return { ...others, confirmed: 0, missing: confirmed + missing };
}

const FINE = 1_000_000;

/** Hour after hour of one service; each day its failures are more or less likely than usual, as on real days. */
export class SimulatedService {
  readonly hours = new Map<number, Counts>();
  readonly #below: (n: number) => number;
  readonly #perHour: number;
  #dayFactor = 1;

  constructor(seed: number, perDay: number) {
    this.#below = seeded(seed);
    this.#perHour = perDay / 24;
  }

  /** The hour that begins at `at`. Twice as much is read by day as by night. */
  live(at: number, shares: Shares = USUAL): void {
    const hour = (at / HOUR_MS) % 24;
    if (hour === 0) this.#dayFactor = 0.75 + this.#chance() / 2;
    const expected = this.#perHour * (hour < 12 ? 2 / 3 : 4 / 3);
    const counts: Record<ReadingResult, number> = { ...NO_READINGS };
    for (let left = this.#arrivals(expected); left > 0; left -= 1) counts[this.#result(shares)] += 1;
    this.hours.set(at, counts);
  }

  #chance(): number {
    return this.#below(FINE) / FINE;
  }

  /** Poisson (Knuth), in pieces that do not underflow. */
  #arrivals(expected: number): number {
    if (expected > 50) return this.#arrivals(50) + this.#arrivals(expected - 50);
    const limit = Math.exp(-expected);
    let count = 0;
    for (let product = this.#chance(); product > limit; product *= this.#chance()) count += 1;
    return count;
  }

  #result(shares: Shares): ReadingResult {
    let left = this.#chance();
    for (const result of READING_RESULTS) {
      // What is rare is more or less so each day; what is left over is the rest.
      left -= shares[result] < 0.5 ? shares[result] * this.#dayFactor : shares[result];
      if (left < 0) return result;
    }
    return 'without';
  }
}
