import type { Migration } from './types.js';

/** What the operator's view shows over time, and who is signed in there. Only new tables: what is there runs on. */
export const operator: Migration = {
  version: 3,
  statements: [
    `CREATE TABLE sample (
      series text NOT NULL,
      slot text NOT NULL,
      value bigint NOT NULL,
      PRIMARY KEY (series, slot)
    )`,
    'CREATE INDEX sample_by_slot ON sample (slot)',
    `CREATE TABLE session (
      hash text NOT NULL PRIMARY KEY,
      token text NOT NULL,
      created_at text NOT NULL,
      expires_at text NOT NULL
    )`,
    'CREATE INDEX session_by_end ON session (expires_at)',
  ],
};
