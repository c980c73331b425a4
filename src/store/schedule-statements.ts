import { batchStatements } from './batches.js';

const SCHEDULE_COLUMNS = 'subject, every_seconds, due_at, calm, soon, created_at, last_run_at';

/** One row: subject, every_seconds, due_at, calm, soon, created_at. Of two due times the earlier one stays. */
export const PUT_SCHEDULES = batchStatements(
  6,
  (rows) => `
  INSERT INTO schedule (subject, every_seconds, due_at, calm, soon, created_at) VALUES ${rows}
  ON CONFLICT (subject) DO UPDATE SET
    every_seconds = excluded.every_seconds,
    due_at = CASE WHEN excluded.due_at < schedule.due_at THEN excluded.due_at ELSE schedule.due_at END
  RETURNING ${SCHEDULE_COLUMNS}`,
);
export const SELECT_SCHEDULE = `SELECT ${SCHEDULE_COLUMNS} FROM schedule WHERE subject = $1`;
export const DELETE_SCHEDULE = 'DELETE FROM schedule WHERE subject = $1';
export const SELECT_SCHEDULES = `
  SELECT ${SCHEDULE_COLUMNS} FROM schedule
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
export const SETTLE_SCHEDULE = `
  UPDATE schedule SET due_at = $2, calm = $3, soon = $4, last_run_at = $5
  WHERE subject = $1`;
export const SETTLE_UNCHANGED_SCHEDULE = `${SETTLE_SCHEDULE} AND every_seconds = $6`;
export const SELECT_NEXT_EVERY = 'SELECT min(every_seconds) AS every FROM schedule WHERE every_seconds > $1';
export const SELECT_DUE_AFTER = `
  SELECT ${SCHEDULE_COLUMNS} FROM schedule
  WHERE every_seconds = $1 AND due_at > $2
  ORDER BY due_at, subject
  LIMIT $3`;
export const COUNT_SCHEDULES = 'SELECT count(*) AS schedules FROM schedule';
