import { JITTER } from './limits.js';

/** Milliseconds before the next run after so many that failed. As BullMQ reckons it, so that both queues are alike. */
export function backOff(baseMs: number, failures: number, random: () => number): number {
  const full = baseMs * 2 ** (failures - 1);
  return Math.floor(full * (1 - JITTER + JITTER * random()));
}
