import type { NewSchedule, Schedule } from './schedule-types.js';

/** What one caller is told of a subject that he wants verified again and again. Of others' wishes it says nothing. */
export interface Wish extends Pick<Schedule, 'subject' | 'dueAt'> {
  /** As he asked for. */
  readonly everySeconds: number;
  /** ISO time; null: there was none since he asked. */
  readonly lastRunAt: string | null;
}

/**
 * Callers' wishes, each his own. A caller is the id of a token. The schedule of a subject stands while anybody's wish
 * does, the keeper's or a caller's, and is run as often as the most frequent of them asks.
 */
export interface WishStore {
  /**
   * Adds his wish, or changes how often; nobody's next verification becomes later. Null: his token was revoked
   * meanwhile.
   */
  put(
    caller: string,
    schedule: NewSchedule,
  ): Promise<{ readonly wish: Wish; readonly isNew: boolean } | null>;
  /** Null: he has none, whoever else has. */
  get(caller: string, subject: string): Promise<Wish | null>;
  /** Ends his, and the schedule where no wish is left. False: he had none. */
  remove(caller: string, subject: string): Promise<boolean>;
  /** Ends the wishes of tokens that no longer hold; gives the number of those tokens. */
  prune(now: string): Promise<number>;
}
