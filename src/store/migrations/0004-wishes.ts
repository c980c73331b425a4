import type { Migration } from './types.js';

/**
 * Who wants a subject verified, and how often. `keeper_seconds` is null where the schedule is the keeper's alone, as
 * all were before and as older processes make them; where callers have wishes it is the keeper's, or 0. Whoever
 * deletes a schedule deletes its wishes, older processes too.
 */
export const wishes: Migration = {
  version: 4,
  statements: [
    'ALTER TABLE schedule ADD COLUMN keeper_seconds bigint',
    `CREATE TABLE schedule_wish (
      subject text NOT NULL REFERENCES schedule (subject) ON DELETE CASCADE,
      caller text NOT NULL,
      every_seconds bigint NOT NULL,
      created_at text NOT NULL,
      PRIMARY KEY (subject, caller)
    )`,
    'CREATE INDEX schedule_wish_by_caller ON schedule_wish (caller, subject)',
  ],
};
