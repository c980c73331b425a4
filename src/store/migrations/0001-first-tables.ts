import type { Migration } from './types.js';

/** What was seen (verification, reading), what is remembered (memory), and the cache of answers (response). */
export const firstTables: Migration = {
  version: 1,
  statements: [
    `CREATE TABLE verification (
      id text NOT NULL PRIMARY KEY,
      subject text NOT NULL,
      started_at text NOT NULL,
      finished_at text,
      perspective text,
      given text NOT NULL,
      evidence text,
      report text,
      revision bigint
    )`,
    'CREATE INDEX verification_by_start ON verification (subject, started_at, id)',
    'CREATE UNIQUE INDEX verification_by_revision ON verification (subject, revision)',
    `CREATE TABLE reading (
      verification text NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
      ordinal bigint NOT NULL,
      reading text NOT NULL,
      PRIMARY KEY (verification, ordinal)
    )`,
    `CREATE TABLE memory (
      subject text NOT NULL PRIMARY KEY,
      revision bigint NOT NULL,
      memory text NOT NULL
    )`,
    `CREATE TABLE response (
      key text NOT NULL PRIMARY KEY,
      url text NOT NULL,
      accept text NOT NULL,
      final_url text NOT NULL,
      status bigint NOT NULL,
      headers text NOT NULL,
      body bytea NOT NULL,
      stored_at text NOT NULL,
      size bigint NOT NULL
    )`,
    'CREATE INDEX response_by_age ON response (stored_at, key, size)',
    `CREATE TABLE response_subject (
      key text NOT NULL REFERENCES response (key) ON DELETE CASCADE,
      subject text NOT NULL,
      PRIMARY KEY (key, subject)
    )`,
    'CREATE INDEX response_subject_by_subject ON response_subject (subject, key)',
  ],
};
