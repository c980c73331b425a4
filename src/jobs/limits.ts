/** Accounts a caller may give to one job: as many as one verification reads. */
export const MAX_GIVEN = 256;
/** Milliseconds until a subject is tried again that another worker is crawling, give or take a half. */
export const LEASE_WAIT_MS = 1_000;
/**
 * A job that ended its workers this often is taken up with care: one account at a time, each noted before it is read.
 * Once or twice may be a restart or another job's fault.
 */
export const CAREFUL_AFTER = 2;
/** A job that ended its workers this often is given up: 256 poisoned accounts must not end 256 workers. */
export const GIVE_UP_AFTER = 8;
/** Runs of one job in the queue for trouble of ours; the store's record brings it back if that was not enough. */
export const RUNS = 5;
/** Milliseconds before the second run; each next waits twice as long, with jitter. */
export const RUN_BACK_OFF_MS = 2_000;

/** A report of record this young serves a job that gives accounts: only what it gave is read then. */
export const YOUNG_MS = 60_000;

/** Accounts of one verification that are read again when they may have healed; the schedule does the rest. */
export const MAX_HEALING = 16;
/** Times one account is read again: after one to two minutes, and then about 3, 7 and 15 minutes after the failure. */
export const HEALING_RUNS = 4;
export const HEALING_DELAY_MS = 60_000;
/** Milliseconds over which the first of them is spread: a host that fell over has failed many at the same time. */
export const HEALING_SPREAD_MS = 60_000;
/** Milliseconds before the second; each next waits twice as long, with jitter. */
export const HEALING_BACK_OFF_MS = 120_000;

/** Open jobs looked at in one query. */
export const RECOVERY_PAGE = 500;
/** Milliseconds between two updates of a job's progress in the store. */
export const PROGRESS_MS = 250;
