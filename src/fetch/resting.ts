import type { BackOff } from './back-off.js';
import type { Clock } from './types.js';

/** A host that asked to be left alone (Retry-After, 429, 503). */
export interface RestingHost {
  readonly host: string;
  /** ISO time. */
  readonly until: string;
}

/** Those whose names are known, the longest first, and the number of the others. */
export interface RestingList {
  readonly hosts: readonly RestingHost[];
  readonly unnamed: number;
}

/** The hosts that nobody asks just now, for the operator. Rejects where nobody can tell. */
export interface Resting {
  count(): Promise<number>;
  list(): Promise<RestingList>;
}

/** Those of one process. */
export function restingOf(backOff: BackOff, clock: Clock): Resting {
  const all = () => [...backOff.resting(clock.now().getTime())];
  return {
    count: async () => all().length,
    list: async () => ({
      hosts: all()
        .sort(([a, until], [b, later]) => later - until || (a < b ? -1 : 1))
        .map(([host, until]) => ({ host, until: new Date(until).toISOString() })),
      unnamed: 0,
    }),
  };
}
