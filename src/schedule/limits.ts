const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds between two verifications that a keeper may ask for: whoever needs it fresher asks for the report with `max-age`. */
export const MIN_EVERY_SECONDS = HOUR;
/** A year that may be a leap year; less than once a year is no watching. */
export const MAX_EVERY_SECONDS = 366 * DAY;
/** A day: whoever takes an account over keeps it longer, and most services bear one look a day from everybody. */
export const DEFAULT_EVERY_SECONDS = DAY;

/** Each interval is up to so much shorter or longer: subjects that fell together drift apart. */
export const JITTER = 0.1;

/**
 * From so many verifications in a row that changed nothing, the interval is so many times as long: after a week of
 * days a little, after four weeks twice. More would save little, and be late for the change that comes at last.
 */
export const CALM_STEPS: readonly { readonly calm: number; readonly stretch: number }[] = [
  { calm: 28, stretch: 2 },
  { calm: 14, stretch: 1.5 },
  { calm: 7, stretch: 1.25 },
];
/** Calm makes no interval longer than this: `standingDays` and `successionDays` of the score count in months. */
export const MAX_CALM_SECONDS = 30 * DAY;
/** A verification counts as calm when it comes this part of the interval after the last: many at once tell nothing new. */
export const COUNTED_PART = 0.5;

/** What may heal, or a statement about to end, is looked at after this part of the interval; each next time twice it. */
export const SOON_PART = 1 / 6;
/** But not before: healing within the first quarter of an hour is the business of the verification itself. */
export const MIN_SOON_SECONDS = 15 * MINUTE;

/** Schedules claimed in one transaction. */
export const SWEEP_PAGE = 500;
/**
 * Scheduled jobs open at a time: minutes of work for many workers, a few megabytes of Redis. After a day without
 * workers the rest waits where it costs nothing, and is caught up in the order it fell due.
 */
export const MAX_SCHEDULED_OPEN = 10_000;

/** Clocks of our processes differ by less; what is due later than any rule has it by more, a wrong clock put there. */
export const CLOCK_SLACK_SECONDS = 5 * MINUTE;
/** Milliseconds between two searches for such due times. A clock that goes back is noticed at once. */
export const PULL_IN_EVERY_MS = 10 * MINUTE * 1000;
/** Seconds before its end from which a statement is about to end: that of the alert `statement-expiring`. */
export const EXPIRING_SECONDS = 14 * DAY;
