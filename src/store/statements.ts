/*
 * Every statement of the store, in the subset that SQLite and PostgreSQL run unchanged: $n parameters, text, bigint
 * and bytea columns, ON CONFLICT, no function that only one of them knows. Times are ISO 8601 in UTC with milliseconds,
 * so that their text sorts by time.
 */

export const CREATE_SCHEMA_TABLE = 'CREATE TABLE IF NOT EXISTS crossproof_schema (version bigint NOT NULL)';
export const SELECT_SCHEMA = 'SELECT version FROM crossproof_schema';
export const INSERT_SCHEMA = 'INSERT INTO crossproof_schema (version) VALUES ($1)';
export const UPDATE_SCHEMA = 'UPDATE crossproof_schema SET version = $1';

export const INSERT_VERIFICATION = `
  INSERT INTO verification (id, subject, started_at, perspective, given)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO NOTHING`;
export const SELECT_VERIFICATION = 'SELECT subject, started_at, finished_at FROM verification WHERE id = $1';
/**
 * Three that change nothing and lock the row until the transaction ends: who forgets the subject waits for it, or was
 * first, and then there is no row.
 */
export const HOLD_JOB = `
  UPDATE job SET subject = subject
  WHERE id = $1 AND subject = $2 AND finished_at IS NULL`;
export const HOLD_MEMORY = 'UPDATE memory SET subject = subject WHERE subject = $1';
export const HOLD_VERIFICATION = 'UPDATE verification SET subject = subject WHERE id = $1';
/** What was read goes with it. */
export const DISCARD_VERIFICATION = 'DELETE FROM verification WHERE id = $1 AND finished_at IS NULL';
/** Only while the verification is held. */
export const INSERT_READING = `
  INSERT INTO reading (verification, ordinal, reading)
  SELECT v.id, (SELECT coalesce(max(r.ordinal), 0) + 1 FROM reading AS r WHERE r.verification = v.id), $2
  FROM verification AS v
  WHERE v.id = $1`;
export const SELECT_READINGS = `
  SELECT ordinal, reading FROM reading
  WHERE verification = $1 AND ordinal > $2
  ORDER BY ordinal`;

export const SELECT_MEMORY = 'SELECT revision, memory FROM memory WHERE subject = $1';
export const INSERT_MEMORY = `
  INSERT INTO memory (subject, revision, memory) VALUES ($1, 1, $2)
  ON CONFLICT (subject) DO NOTHING`;
export const UPDATE_MEMORY = `
  UPDATE memory SET revision = revision + 1, memory = $2
  WHERE subject = $1 AND revision = $3`;
export const FINISH_VERIFICATION = `
  UPDATE verification SET finished_at = $2, evidence = $3, report = $4, revision = $5
  WHERE id = $1 AND finished_at IS NULL`;

/** By revision, not by time: the clock of one of two processes may be wrong. `newest` may have read nothing. */
export const SELECT_LATEST = `
  SELECT id, finished_at, report, revision,
    (SELECT n.revision FROM verification AS n WHERE n.subject = $1 AND n.revision IS NOT NULL
      ORDER BY n.revision DESC LIMIT 1) AS newest,
    (SELECT n.finished_at FROM verification AS n WHERE n.subject = $1 AND n.revision IS NOT NULL
      ORDER BY n.revision DESC LIMIT 1) AS checked_at
  FROM verification
  WHERE subject = $1 AND revision IS NOT NULL AND report IS NOT NULL
  ORDER BY revision DESC
  LIMIT 1`;
export const SELECT_REPORTS = `
  SELECT id, finished_at, report, revision FROM verification
  WHERE subject = $1 AND revision < $2
  ORDER BY revision DESC
  LIMIT $3`;
const VERIFICATION_COLUMNS =
  'id, subject, started_at, finished_at, perspective, given, evidence, report, revision';
export const SELECT_WHOLE_VERIFICATION = `SELECT ${VERIFICATION_COLUMNS} FROM verification WHERE id = $1`;
export const SELECT_NEWEST = `
  SELECT ${VERIFICATION_COLUMNS} FROM verification
  WHERE subject = $1
  ORDER BY started_at DESC, id DESC
  LIMIT $2`;
export const SELECT_OLDER = `
  SELECT ${VERIFICATION_COLUMNS} FROM verification
  WHERE subject = $1 AND (started_at < $2 OR (started_at = $2 AND id < $3))
  ORDER BY started_at DESC, id DESC
  LIMIT $4`;
export const SELECT_SUBJECTS = `
  SELECT DISTINCT subject FROM verification
  WHERE subject > $1
  ORDER BY subject
  LIMIT $2`;

/** Also locks the row, so that no verification finishes between two steps of a rebuild. */
export const TOUCH_MEMORY = 'UPDATE memory SET revision = revision + 1 WHERE subject = $1';
export const SELECT_EVIDENCE = `
  SELECT id, revision, evidence FROM verification
  WHERE subject = $1 AND revision > $2
  ORDER BY revision
  LIMIT $3`;
export const REPLACE_REPORT = 'UPDATE verification SET report = $2 WHERE id = $1';
export const REPLACE_MEMORY = 'UPDATE memory SET memory = $2 WHERE subject = $1';

export const SELECT_RESPONSE = `
  SELECT url, accept, final_url, status, headers, body, stored_at FROM response
  WHERE key = $1`;
export const UPSERT_RESPONSE = `
  INSERT INTO response (key, url, accept, final_url, status, headers, body, stored_at, size)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (key) DO UPDATE SET
    final_url = excluded.final_url, status = excluded.status, headers = excluded.headers,
    body = excluded.body, stored_at = excluded.stored_at, size = excluded.size`;
export const INSERT_RESPONSE_SUBJECT = `
  INSERT INTO response_subject (key, subject) VALUES ($1, $2)
  ON CONFLICT (key, subject) DO NOTHING`;
export const DELETE_RESPONSE = 'DELETE FROM response WHERE key = $1';
/** A part of them at a time, by the index on their age: asked at each verification, it must not go through all. */
export const DELETE_OLD_RESPONSES = `
  DELETE FROM response WHERE key IN (
    SELECT key FROM response WHERE stored_at < $1
    ORDER BY stored_at, key
    LIMIT 64
  )`;
/** Keeps the newest answers that fit into $1 bytes and are at most $2. In the order of an index, read backwards. */
export const DELETE_EXCESS_RESPONSES = `
  DELETE FROM response WHERE key IN (
    SELECT ranked.key FROM (
      SELECT key,
        sum(size) OVER (ORDER BY stored_at DESC, key DESC ROWS UNBOUNDED PRECEDING) AS bytes,
        row_number() OVER (ORDER BY stored_at DESC, key DESC) AS place
      FROM response
    ) AS ranked
    WHERE ranked.bytes > $1 OR ranked.place > $2
  )`;

export const FORGET_SCHEDULE = 'DELETE FROM schedule WHERE subject = $1';
export const FORGET_JOBS = 'DELETE FROM job WHERE subject = $1';
export const FORGET_READINGS = `
  DELETE FROM reading WHERE verification IN (SELECT id FROM verification WHERE subject = $1)`;
export const FORGET_VERIFICATIONS = 'DELETE FROM verification WHERE subject = $1';
export const FORGET_MEMORY = 'DELETE FROM memory WHERE subject = $1';
/** The empty subject stands for answers of which nobody said whom they were read for. */
export const FORGET_RESPONSES = `
  DELETE FROM response WHERE key IN (SELECT key FROM response_subject WHERE subject = $1 OR subject = '')`;
