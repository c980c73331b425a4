import { batchStatements } from './batches.js';

/** One row: series, slot, value. */
export const ADD_SAMPLES = batchStatements(
  3,
  (rows) => `
  INSERT INTO sample (series, slot, value) VALUES ${rows}
  ON CONFLICT (series, slot) DO UPDATE SET value = sample.value + excluded.value`,
);
export const SET_SAMPLES = batchStatements(
  3,
  (rows) => `
  INSERT INTO sample (series, slot, value) VALUES ${rows}
  ON CONFLICT (series, slot) DO UPDATE SET value = excluded.value`,
);
/** A prefix, its length and a slot. Not LIKE, which SQLite has ignore case and in which a name's `_` means anything. */
export const SELECT_SAMPLES = `
  SELECT series, slot, value FROM sample
  WHERE slot >= $3 AND substr(series, 1, $2) = $1`;
export const PRUNE_SAMPLES = `
  DELETE FROM sample
  WHERE (series, slot) IN (
    SELECT series, slot FROM sample
    WHERE slot < $3 AND substr(series, 1, $2) = $1
    ORDER BY slot, series
    LIMIT $4
  )`;
