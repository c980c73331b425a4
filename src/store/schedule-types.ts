import type { NewJob, SubmittedJob } from './job-types.js';

/** A subject that is verified again and again. */
export interface Schedule {
  readonly subject: string;
  /** The most frequent of the wishes that stand: seconds, at least MIN_EVERY_SECONDS. */
  readonly everySeconds: number;
  /** ISO time. */
  readonly dueAt: string;
  /** Verifications in a row that changed nothing. */
  readonly calm: number;
  /** Verifications in a row after which the next was to be sooner than asked for. */
  readonly soon: number;
  readonly createdAt: string;
  readonly lastRunAt: string | null;
}

/** What is asked for: how often, and when the first time is at the latest. */
export type NewSchedule = Pick<Schedule, 'subject' | 'everySeconds' | 'dueAt' | 'createdAt'>;

export interface ListedSchedule extends Schedule {
  /** How many want it: the keeper, and callers. */
  readonly wishes: number;
}

/** One that fell due: its next time, and the job it asks for. */
export interface Claim {
  readonly schedule: Schedule;
  readonly nextDueAt: string;
  readonly job: NewJob;
}

/** A due time that was seen, and the one that shall be. */
export interface Move {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

/** Schedules as they are run, and as their keeper sees them. What callers wish is in WishStore. */
export interface ScheduleStore {
  /**
   * Adds the keeper's wish, or changes how often; gives what holds from now on: where callers want it more often, their
   * `everySeconds`. Of both due times the earlier one stays.
   */
  put(schedule: NewSchedule): Promise<Schedule>;
  /** The same for many in one transaction. */
  putAll(schedules: readonly NewSchedule[]): Promise<void>;
  get(subject: string): Promise<Schedule | null>;
  /** With everybody's wishes. False: there was none. */
  remove(subject: string): Promise<boolean>;
  /** By subject. */
  list(options: { readonly after?: string; readonly limit: number }): Promise<readonly ListedSchedule[]>;
  /** Those due at `now`, the most overdue first. */
  due(now: string, limit: number): Promise<readonly Schedule[]>;
  /**
   * One transaction: for each claim whose schedule is still due when it was seen to be, and as often, moves it on and
   * submits the job. Gives the jobs, null where another scheduler was first or the schedule has changed.
   */
  claim(claims: readonly Claim[]): Promise<readonly (SubmittedJob | null)[]>;
  /**
   * After a verification. Nothing happens where the schedule is gone, or where `everySeconds` is given and is not what
   * holds by now: then the times were counted from something else.
   */
  settle(
    subject: string,
    after: Pick<Schedule, 'dueAt' | 'calm' | 'soon' | 'lastRunAt'> & Partial<Pick<Schedule, 'everySeconds'>>,
  ): Promise<void>;
  /** The smallest `everySeconds` above this one, null where there is none: a way through those that are in use. */
  nextEvery(everySeconds: number): Promise<number | null>;
  /** Those with just this `everySeconds` that are due later than `time`. */
  dueAfter(everySeconds: number, time: string, limit: number): Promise<readonly Schedule[]>;
  /** Moves the due times that are still those seen; gives how many were. */
  move(moves: readonly Move[]): Promise<number>;
  count(): Promise<number>;
}
