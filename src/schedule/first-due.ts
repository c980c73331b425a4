import { later } from './intervals.js';

export interface FirstDue {
  /** There is no report of the subject yet. */
  readonly neverSeen: boolean;
  /** How many are added with it, itself counted. */
  readonly together: number;
}

/**
 * When a schedule that is added, or changed, falls due first: at once where it is the only one and nothing is known
 * of the subject, else anywhere in the first interval, so that many added together fall evenly.
 */
export function firstDue(
  everySeconds: number,
  now: Date,
  random: () => number,
  { neverSeen, together }: FirstDue,
): string {
  return later(now, neverSeen && together === 1 ? 0 : everySeconds * random());
}
