export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Readings are counted by the hour: a service has a few a minute at most deployments. */
export const READING_SLOT_MS = HOUR_MS;
/** Everything else in slots of five minutes: a day of them is a plot of 288 points. */
export const SLOT_MS = 5 * MINUTE_MS;

/** Days that readings are kept: what is usual takes two weeks before the windows, and as long again to look back upon. */
export const READING_DAYS = 28;
/** Days that everything else is kept: as far back as anybody asks "since when?". */
export const SLOT_DAYS = 7;
/** Samples dropped in one transaction. */
export const PRUNE_PAGE = 500;

/** Milliseconds between two flushes: what is lost when a process is killed. */
export const FLUSH_MS = MINUTE_MS;
/** Numbers held while the store is away: all that one process can see in a day. Of more, the oldest go. */
export const MAX_HELD = 5_000;
/** Milliseconds between two looks at the gauges: with its jitter still at least two a slot, so that none is left out. */
export const GAUGE_MS = 2 * MINUTE_MS;

/** Readings of one service that one verification counts for: one person's accounts there rise and fall together. */
export const MAX_COUNTED = 4;

/** Milliseconds a schedule is overdue before it is late: longer than the sweeps that nobody notices. */
export const LATE_AFTER_MS = 5 * MINUTE_MS;
/** Late schedules are counted up to here, one page: with a million of them nobody waits for the exact number. */
export const MAX_LATE = 500;
/** Of the late ones the page names so many. */
export const SHOWN_LATE = 10;

/** Milliseconds for one part of the overview: who looks because something is broken must not wait for what is broken. */
export const PART_MS = 3_000;
/** Milliseconds for which the number of schedules is remembered: to count a million rows takes a third of a second. */
export const COUNT_AGAIN_MS = 60_000;
/** From this number on: fewer are counted in milliseconds, and who has just added one looks whether it is there. */
export const MANY_SCHEDULES = 10_000;

/** Milliseconds that the plots of an overview show. */
export const PLOT_MS = DAY_MS;
/** Milliseconds that the share of failing readings is shown for, and in which a service counts as read lately. */
export const FAILING_MS = 7 * DAY_MS;
