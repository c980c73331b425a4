import type { Clock } from '../../src/fetch/types.js';

/** A clock that stands still until it is moved by hand. */
export interface FrozenClock extends Clock {
  /** Moves it by so many milliseconds, back where negative. */
  advance(ms: number): void;
  set(time: Date | string): void;
}

/** The time of most tests: the date of the contract's examples. */
export const NOON = '2026-11-21T12:00:00.000Z';

export function frozenClock(start: Date | string = NOON): FrozenClock {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: (ms) => {
      time += ms;
    },
    set: (to) => {
      time = new Date(to).getTime();
    },
  };
}
