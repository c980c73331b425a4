import type { Migration } from './types.js';

/** Jobs, schedules, tokens and signing keys of the long-running roles. Only new tables: what is there runs on. */
export const deployment: Migration = {
  version: 2,
  statements: [
    `CREATE TABLE job (
      id text NOT NULL PRIMARY KEY,
      subject text NOT NULL,
      given text NOT NULL,
      caller text,
      dedup text,
      origin text NOT NULL,
      state text NOT NULL,
      created_at text NOT NULL,
      started_at text,
      finished_at text,
      attempts bigint NOT NULL,
      known bigint NOT NULL,
      suspect text,
      verification text,
      error text,
      report text
    )`,
    'CREATE UNIQUE INDEX job_by_dedup ON job (dedup)',
    'CREATE INDEX job_by_subject ON job (subject)',
    // Open ones are few among those that ended, and are gone through every few seconds.
    'CREATE INDEX job_open ON job (id) WHERE finished_at IS NULL',
    'CREATE INDEX job_by_finish ON job (finished_at) WHERE finished_at IS NOT NULL',
    `CREATE TABLE schedule (
      subject text NOT NULL PRIMARY KEY,
      every_seconds bigint NOT NULL,
      due_at text NOT NULL,
      calm bigint NOT NULL,
      soon bigint NOT NULL,
      created_at text NOT NULL,
      last_run_at text
    )`,
    'CREATE INDEX schedule_by_due ON schedule (due_at, subject)',
    'CREATE INDEX schedule_by_every ON schedule (every_seconds, due_at)',
    `CREATE TABLE token (
      id text NOT NULL PRIMARY KEY,
      name text NOT NULL,
      role text NOT NULL,
      hash text NOT NULL,
      created_at text NOT NULL,
      expires_at text,
      revoked_at text
    )`,
    'CREATE UNIQUE INDEX token_by_hash ON token (hash)',
    `CREATE TABLE signing_key (
      kid text NOT NULL PRIMARY KEY,
      jwk text NOT NULL,
      created_at text NOT NULL,
      signs_until text NOT NULL,
      shown_until text NOT NULL
    )`,
  ],
};
