import { batchStatements } from './batches.js';

const SCHEDULE_COLUMNS = 'subject, every_seconds, due_at, calm, soon, created_at, last_run_at';
/** Quiet times were counted in intervals: of longer ones none has been quiet yet. */
const LESS_OFTEN = 'schedule.keeper_seconds IS NULL AND excluded.every_seconds > schedule.every_seconds';

/**
 * One row: subject, every_seconds, due_at, calm, soon, created_at. Of two due times the earlier one stays. How often holds
 * where the schedule is the keeper's alone; where `keeper_seconds` is given it follows from all wishes, which this
 * statement cannot see: they may be newer than what it sees.
 */
export const PUT_SCHEDULES = batchStatements(
  6,
  (rows) => `
  INSERT INTO schedule (subject, every_seconds, due_at, calm, soon, created_at) VALUES ${rows}
  ON CONFLICT (subject) DO UPDATE SET
    calm = CASE WHEN ${LESS_OFTEN} THEN 0 ELSE schedule.calm END,
    soon = CASE WHEN ${LESS_OFTEN} THEN 0 ELSE schedule.soon END,
    every_seconds = CASE WHEN schedule.keeper_seconds IS NULL THEN excluded.every_seconds ELSE schedule.every_seconds END,
    due_at = CASE WHEN excluded.due_at < schedule.due_at THEN excluded.due_at ELSE schedule.due_at END
  RETURNING ${SCHEDULE_COLUMNS}, keeper_seconds`,
);
export const SELECT_SCHEDULE = `SELECT ${SCHEDULE_COLUMNS} FROM schedule WHERE subject = $1`;
export const DELETE_SCHEDULE = 'DELETE FROM schedule WHERE subject = $1';
export const SELECT_SCHEDULES = `
  SELECT ${SCHEDULE_COLUMNS},
    CASE WHEN keeper_seconds = 0 THEN 0 ELSE 1 END + CASE WHEN keeper_seconds IS NULL THEN 0 ELSE
      (SELECT count(*) FROM schedule_wish AS w WHERE w.subject = schedule.subject) END AS wishes
  FROM schedule
  WHERE subject > $1
  ORDER BY subject
  LIMIT $2`;
export const SELECT_DUE = `
  SELECT ${SCHEDULE_COLUMNS} FROM schedule
  WHERE due_at <= $1
  ORDER BY due_at, subject
  LIMIT $2`;
/** One row: subject, the due time that was seen, the next one. Gives the subjects of those moved. */
export const MOVE_SCHEDULES = batchStatements(
  3,
  (rows) => `
  WITH move (subject, from_at, to_at) AS (VALUES ${rows})
  UPDATE schedule SET due_at = move.to_at
  FROM move
  WHERE schedule.subject = move.subject AND schedule.due_at = move.from_at
  RETURNING schedule.subject`,
);
/** One row: subject, the due time that was seen, the next one, how often. Gives the subjects of those moved. */
export const CLAIM_SCHEDULES = batchStatements(
  4,
  (rows) => `
  WITH claim (subject, from_at, to_at, every) AS (VALUES ${rows})
  UPDATE schedule SET due_at = claim.to_at
  FROM claim
  WHERE schedule.subject = claim.subject AND schedule.due_at = claim.from_at
    AND schedule.every_seconds = CAST(claim.every AS bigint)
  RETURNING schedule.subject`,
);
const SETTLE = `
  UPDATE schedule SET due_at = $2, calm = $3, soon = $4, last_run_at = $5
  WHERE subject = $1`;
const SETTLED = 'RETURNING subject, every_seconds, keeper_seconds';
export const SETTLE_SCHEDULE = `${SETTLE} ${SETTLED}`;
export const SETTLE_UNCHANGED_SCHEDULE = `${SETTLE} AND every_seconds = $6 ${SETTLED}`;
export const SELECT_NEXT_EVERY = 'SELECT min(every_seconds) AS every FROM schedule WHERE every_seconds > $1';
export const SELECT_DUE_AFTER = `
  SELECT ${SCHEDULE_COLUMNS} FROM schedule
  WHERE every_seconds = $1 AND due_at > $2
  ORDER BY due_at, subject
  LIMIT $3`;
export const COUNT_SCHEDULES = 'SELECT count(*) AS schedules FROM schedule';
