import {
  CALM_STEPS,
  CLOCK_SLACK_SECONDS,
  JITTER,
  MAX_CALM_SECONDS,
  MIN_SOON_SECONDS,
  SOON_PART,
} from './limits.js';

/** Seconds to the next verification when there is no reason for an earlier one. Never less than `every`. */
export function regularSeconds(everySeconds: number, calm: number): number {
  const stretch = CALM_STEPS.find((step) => calm >= step.calm)?.stretch ?? 1;
  return Math.max(everySeconds, Math.min(everySeconds * stretch, MAX_CALM_SECONDS));
}

/** The first interval when there is one, before it doubles. */
export function soonSeconds(everySeconds: number): number {
  return Math.max(everySeconds * SOON_PART, MIN_SOON_SECONDS);
}

/** No rule puts a due time further away. */
export function longestSeconds(everySeconds: number): number {
  const calm = CALM_STEPS[0]?.calm ?? 0;
  return regularSeconds(everySeconds, calm) * (1 + JITTER) + CLOCK_SLACK_SECONDS;
}

/** A time so many seconds from now, give or take the jitter. */
export function jittered(now: Date, seconds: number, random: () => number): string {
  return later(now, seconds * (1 - JITTER + 2 * JITTER * random()));
}

/** ISO time. */
export function later(now: Date, seconds: number): string {
  return new Date(now.getTime() + Math.round(seconds * 1000)).toISOString();
}
