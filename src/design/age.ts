import type { Report } from '../report/types.js';
import type { Standing } from './appearance.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A clock that is ahead of ours by more made a report that would stay young for ever. */
const MAX_AHEAD_MS = 5 * MINUTE_MS;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21 Nov 2026 12:00 UTC`: the same for every reader, and true in a copy that is years old. @param iso ISO 8601, UTC */
export function dateText(iso: string): string {
  return `${dayText(iso)} ${new Date(iso).toISOString().slice(11, 16)} UTC`;
}

/** `21 Nov 2026`, where room is short: the day in UTC. */
export function dayText(iso: string): string {
  const date = new Date(iso);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `3 days ago`, rounded down: only on pages made for this reader now, never on what can be kept or cached. */
export function relativeText(iso: string, now: Date): string {
  const age = now.getTime() - Date.parse(iso);
  if (age < -MINUTE_MS) return 'in the future';
  if (age < MINUTE_MS) return 'just now';
  if (age < HOUR_MS) return ago(age / MINUTE_MS, 'minute');
  if (age < DAY_MS) return ago(age / HOUR_MS, 'hour');
  return ago(age / DAY_MS, 'day');
}

function ago(count: number, unit: string): string {
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'} ago`;
}

/** Whether what a report says may still be shown as it was. */
export interface Freshness {
  readonly isFresh: boolean;
  /** ISO time from which it is not. */
  readonly fadesAt: string;
}

type Aged = Pick<Report, 'generatedAt' | 'statementExpiresAt'>;

/**
 * A green tick lasts `maxAgeSeconds`, and no longer than the statement that it rests on. A report from the future is not
 * fresh either: its clock was wrong.
 */
export function freshness(report: Aged, now: Date, maxAgeSeconds: number): Freshness {
  const made = Date.parse(report.generatedAt);
  const end =
    report.statementExpiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(report.statementExpiresAt);
  const fades = Math.min(made + maxAgeSeconds * SECOND_MS, end);
  const time = now.getTime();
  return {
    isFresh: time < fades && made <= time + MAX_AHEAD_MS,
    fadesAt: new Date(fades).toISOString(),
  };
}

/**
 * What is shown at first sight. Only what speaks against an identity does not fade: an alarm that nobody looked at again is
 * still one.
 */
export function standingOf(
  report: (Aged & Pick<Report, 'verdict'>) | null,
  now: Date,
  maxAgeSeconds: number,
): Standing {
  if (report === null) return 'unknown';
  if (report.verdict === 'conflicting') return 'conflicting';
  return freshness(report, now, maxAgeSeconds).isFresh ? report.verdict : 'outdated';
}
