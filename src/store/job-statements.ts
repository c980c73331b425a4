import { batchStatements } from './batches.js';

/* What is open has no `finished_at`, and has a `dedup`, which is unique; what has ended is the other way round. */

const JOB_COLUMNS =
  'id, subject, given, caller, origin, state, created_at, started_at, finished_at, attempts, known, suspect, verification, error, report';

/** Gives the ids of those inserted. */
export const INSERT_JOBS = batchStatements(
  10,
  (rows) => `
  INSERT INTO job (id, subject, given, caller, dedup, origin, created_at, state, attempts, known) VALUES ${rows}
  ON CONFLICT (dedup) DO NOTHING
  RETURNING id`,
);
/** One that is active too: its worker may be dead, and then it is in line behind the schedule again. */
export const PROMOTE_JOB = `
  UPDATE job SET origin = 'demand'
  WHERE dedup = $1 AND origin = 'schedule'`;
export const SELECT_OPEN_ID = 'SELECT id FROM job WHERE dedup = $1';

export const SELECT_JOB = `SELECT ${JOB_COLUMNS} FROM job WHERE id = $1`;
export const START_JOB = `
  UPDATE job SET state = 'active', attempts = attempts + 1, started_at = coalesce(started_at, $2)
  WHERE id = $1 AND finished_at IS NULL
  RETURNING ${JOB_COLUMNS}`;
export const HAND_BACK_JOB = `
  UPDATE job SET state = 'queued', attempts = attempts - 1, suspect = NULL
  WHERE id = $1 AND state = 'active'`;
/** Never less: two that are told one after the other may be written the other way round. */
export const SET_KNOWN = 'UPDATE job SET known = $2 WHERE id = $1 AND finished_at IS NULL AND known < $2';
export const SET_SUSPECT = 'UPDATE job SET suspect = $2 WHERE id = $1 AND finished_at IS NULL';
export const END_JOB = `
  UPDATE job SET state = $2, finished_at = $3, verification = $4, report = $5, error = $6, dedup = NULL, suspect = NULL
  WHERE id = $1 AND finished_at IS NULL`;

export const SELECT_OPEN_JOBS = `
  SELECT ${JOB_COLUMNS} FROM job
  WHERE finished_at IS NULL AND id > $1
  ORDER BY id
  LIMIT $2`;
export const SELECT_JOB_IDS = 'SELECT id FROM job WHERE subject = $1 ORDER BY id';
export const PRUNE_JOBS = `
  DELETE FROM job WHERE id IN (
    SELECT id FROM job WHERE finished_at < $1
    ORDER BY finished_at, id
    LIMIT $2
  )`;
export const COUNT_OPEN_JOBS = `
  SELECT state, origin, count(*) AS jobs FROM job
  WHERE finished_at IS NULL
  GROUP BY state, origin`;
