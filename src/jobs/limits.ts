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
/** When an account that may have healed is read again. */
export interface HealingTimes {
  /** Times in all. */
  readonly runs: number;
  /** Milliseconds before the first, */
  readonly delayMs: number;
  /** and milliseconds over which the first of them is spread: a host that fell over has failed many at once. */
  readonly spreadMs: number;
  /** Milliseconds before the second; each next waits twice as long, with jitter. */
  readonly backOffMs: number;
}
/** One to two minutes after the failure, and then about 3, 7 and 15 minutes after it. */
export const HEALING: HealingTimes = { runs: 4, delayMs: 60_000, spreadMs: 60_000, backOffMs: 120_000 };

/** Open jobs looked at in one query. */
export const RECOVERY_PAGE = 500;
/** Milliseconds between two updates of a job's progress in the store. */
export const PROGRESS_MS = 250;
