import { MAX_EVERY_SECONDS, MIN_EVERY_SECONDS } from './limits.js';

/** Why a text is no interval. Closed list. */
export const DURATION_ERRORS = [
  'malformed', // not ISO 8601 in weeks, or in days, hours, minutes and seconds
  'too-short', // less than MIN_EVERY_SECONDS
  'too-long', // more than MAX_EVERY_SECONDS
] as const;
export type DurationError = (typeof DURATION_ERRORS)[number];

export type Duration =
  | { readonly ok: true; readonly seconds: number }
  | { readonly ok: false; readonly error: DurationError };

/**
 * `PnW`, or `PnDTnHnMnS` with any of its parts left out but not all (ISO 8601-1 section 5.5.2.3). Whole numbers only,
 * and neither months nor years: nobody knows how long they are. Nine digits, so that sums stay exact.
 */
const WEEKS = /^P(\d{1,9})W$/;
const PARTS = /^P(?=\d|T\d)(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
const SECONDS = { week: 604_800, day: 86_400, hour: 3_600, minute: 60 } as const;

/** Seconds of an ISO 8601 duration of any length; null where it is none. */
export function parseDuration(text: string): number | null {
  const weeks = WEEKS.exec(text)?.[1];
  if (weeks !== undefined) return Number(weeks) * SECONDS.week;
  const parts = PARTS.exec(text);
  if (parts === null) return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((digits) => Number(digits ?? 0));
  return (
    (days ?? 0) * SECONDS.day + (hours ?? 0) * SECONDS.hour + (minutes ?? 0) * SECONDS.minute + (seconds ?? 0)
  );
}

/** An interval that a subject may be scheduled with. @example parseEvery('PT6H') // { ok: true, seconds: 21600 } */
export function parseEvery(text: string): Duration {
  const seconds = parseDuration(text);
  if (seconds === null) return { ok: false, error: 'malformed' };
  if (seconds < MIN_EVERY_SECONDS) return { ok: false, error: 'too-short' };
  if (seconds > MAX_EVERY_SECONDS) return { ok: false, error: 'too-long' };
  return { ok: true, seconds };
}

/** The one spelling we write. @example formatDuration(5400) // 'PT1H30M' */
export function formatDuration(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError('a duration is whole seconds');
  if (seconds === 0) return 'PT0S';
  if (seconds % SECONDS.week === 0) return `P${seconds / SECONDS.week}W`;
  const days = Math.floor(seconds / SECONDS.day);
  const time = [
    part(Math.floor((seconds % SECONDS.day) / SECONDS.hour), 'H'),
    part(Math.floor((seconds % SECONDS.hour) / SECONDS.minute), 'M'),
    part(seconds % SECONDS.minute, 'S'),
  ].join('');
  return `P${part(days, 'D')}${time === '' ? '' : `T${time}`}`;
}

function part(count: number, unit: string): string {
  return count === 0 ? '' : `${count}${unit}`;
}

/** The same for a person. @example durationText(5400) // '1 hour 30 minutes' */
export function durationText(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError('a duration is whole seconds');
  const parts = Object.entries(SECONDS).map(([unit, size], at, all) => {
    const [, larger = Number.POSITIVE_INFINITY] = all[at - 1] ?? [];
    return counted(Math.floor((seconds % larger) / size), unit);
  });
  const text = [...parts, counted(seconds % SECONDS.minute, 'second')].filter((one) => one !== '').join(' ');
  return text === '' ? '0 seconds' : text;
}

function counted(count: number, unit: string): string {
  return count === 0 ? '' : `${count} ${unit}${count === 1 ? '' : 's'}`;
}
