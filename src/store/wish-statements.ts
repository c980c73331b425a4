import { batchStatements } from './batches.js';

/** Gives since when it is revoked, and no row for one of the configuration; it is not revoked until the transaction ends. */
export const HOLD_TOKEN = 'UPDATE token SET name = name WHERE id = $1 RETURNING revoked_at';

/** What the rows of a schedule that is held are read for. */
const HELD_COLUMNS = 'subject, every_seconds, keeper_seconds';

/**
 * Subject, every_seconds, due_at, calm, soon, created_at. A new one has no wish yet, the keeper's neither; of two due
 * times the earlier one stays. The row is held until the transaction ends: wishes change only under it.
 */
export const HOLD_OR_ADD_SCHEDULE = `
  INSERT INTO schedule (subject, every_seconds, due_at, calm, soon, created_at, keeper_seconds)
  VALUES ($1, $2, $3, $4, $5, $6, 0)
  ON CONFLICT (subject) DO UPDATE SET
    due_at = CASE WHEN excluded.due_at < schedule.due_at THEN excluded.due_at ELSE schedule.due_at END
  RETURNING ${HELD_COLUMNS}`;
/** One row: a subject. Changes nothing, and holds the rows. */
export const HOLD_SCHEDULES = batchStatements(
  1,
  (rows) => `
  UPDATE schedule SET calm = calm
  WHERE subject IN (VALUES ${rows})
  RETURNING ${HELD_COLUMNS}`,
);
export const SELECT_WISHES = batchStatements(
  1,
  (rows) => `SELECT subject, caller, every_seconds FROM schedule_wish WHERE subject IN (VALUES ${rows})`,
);
/**
 * One row: subject, every_seconds, keeper_seconds. Quiet times were counted in intervals: of longer ones none has been
 * quiet yet.
 */
export const CHANGE_SCHEDULES = batchStatements(
  3,
  (rows) => `
  WITH change (subject, every, keeper) AS (VALUES ${rows})
  UPDATE schedule SET
    calm = CASE WHEN CAST(change.every AS bigint) > schedule.every_seconds THEN 0 ELSE schedule.calm END,
    soon = CASE WHEN CAST(change.every AS bigint) > schedule.every_seconds THEN 0 ELSE schedule.soon END,
    every_seconds = CAST(change.every AS bigint),
    keeper_seconds = CAST(change.keeper AS bigint)
  FROM change
  WHERE schedule.subject = change.subject`,
);
export const DELETE_SCHEDULES = batchStatements(
  1,
  (rows) => `DELETE FROM schedule WHERE subject IN (VALUES ${rows})`,
);

export const PUT_WISH = `
  INSERT INTO schedule_wish (subject, caller, every_seconds, created_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (subject, caller) DO UPDATE SET every_seconds = excluded.every_seconds`;
/** A verification before the wish is none of his business: it would say that somebody else had one. */
export const SELECT_WISH = `
  SELECT w.subject, w.every_seconds, s.due_at,
    CASE WHEN s.last_run_at >= w.created_at THEN s.last_run_at END AS last_run_at
  FROM schedule_wish AS w JOIN schedule AS s ON s.subject = w.subject
  WHERE w.subject = $1 AND w.caller = $2`;
/** One row: subject, caller. */
export const DELETE_WISHES = batchStatements(
  2,
  (rows) => `DELETE FROM schedule_wish WHERE (subject, caller) IN (VALUES ${rows})`,
);
export const SELECT_WISHED = `
  SELECT subject FROM schedule_wish
  WHERE caller = $1
  ORDER BY subject
  LIMIT $2`;
/** One that was revoked has wishes where a process of an older version did that. */
export const SELECT_ENDED_CALLERS = `
  SELECT id FROM token
  WHERE (expires_at <= $1 OR revoked_at IS NOT NULL)
    AND EXISTS (SELECT subject FROM schedule_wish AS w WHERE w.caller = token.id)`;
