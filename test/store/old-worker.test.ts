import { describe, expect, test } from 'vitest';
import type { SqlValue } from '../../src/store/database.js';
import { SCHEMA_VERSION } from '../../src/store/migrate.js';
import { ALICE, minute } from './support/plain-values.js';
import { stores } from './support/stores.js';

/**
 * What a worker of the first version writes and reads, as it was released: it may go on for hours after a newer
 * process has changed the schema. Never edited; the next version adds its own.
 */
const VERSION_1: readonly (readonly [sql: string, values: readonly SqlValue[]])[] = [
  [
    'INSERT INTO verification (id, subject, started_at, perspective, given) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING',
    ['1', ALICE, minute(0), null, '[]'],
  ],
  ['SELECT subject, started_at, finished_at FROM verification WHERE id = $1', ['1']],
  [
    `INSERT INTO reading (verification, ordinal, reading)
      SELECT v.id, (SELECT coalesce(max(r.ordinal), 0) + 1 FROM reading AS r WHERE r.verification = v.id), $2
      FROM verification AS v WHERE v.id = $1`,
    ['1', '{"account":"https://one.example/"}'],
  ],
  [
    'INSERT INTO memory (subject, revision, memory) VALUES ($1, 1, $2) ON CONFLICT (subject) DO NOTHING',
    [ALICE, '{"seen":1}'],
  ],
  [
    'UPDATE verification SET finished_at = $2, evidence = $3, report = $4, revision = $5 WHERE id = $1 AND finished_at IS NULL',
    ['1', minute(1), '{}', '{"verdict":"weak"}', 1],
  ],
  [
    'UPDATE memory SET revision = revision + 1, memory = $2 WHERE subject = $1 AND revision = $3',
    [ALICE, '{"seen":2}', 1],
  ],
  [
    `INSERT INTO response (key, url, accept, final_url, status, headers, body, stored_at, size)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (key) DO UPDATE SET
        final_url = excluded.final_url, status = excluded.status, headers = excluded.headers,
        body = excluded.body, stored_at = excluded.stored_at, size = excluded.size`,
    ['k', 'https://one.example/', '*/*', 'https://one.example/', 200, '{}', Buffer.from('x'), minute(1), 1],
  ],
  [
    'INSERT INTO response_subject (key, subject) VALUES ($1, $2) ON CONFLICT (key, subject) DO NOTHING',
    ['k', ALICE],
  ],
  ['DELETE FROM response WHERE stored_at < $1', [minute(0)]],
];

describe.each(stores)('a worker of an older version, over $name', ({ open }) => {
  test('goes on after the schema has changed, and newer ones see what it wrote', async () => {
    const { database, store, close } = await open();
    expect(await database.rows('SELECT version FROM crossproof_schema')).toEqual([
      { version: SCHEMA_VERSION },
    ]);
    for (const [sql, values] of VERSION_1) {
      if (sql.startsWith('SELECT')) expect(await database.rows(sql, values)).toHaveLength(1);
      else await database.write((queries) => queries.change(sql, values));
    }
    expect(await store.latest(ALICE)).toEqual({
      id: '1',
      finishedAt: minute(1),
      report: { verdict: 'weak' },
      checkedAt: minute(1),
      incomplete: false,
    });
    expect(await store.memory(ALICE)).toEqual({ revision: 2, memory: { seen: 2 } });
    expect((await store.readings('1', 0)).map(({ ordinal }) => ordinal)).toEqual([1]);
    expect(await store.responseCache({ subject: ALICE }).get('https://one.example/', '*/*')).toBeNull();
    await store.forget(ALICE);
    expect(await database.rows('SELECT key FROM response')).toEqual([]);
    await close();
  });
});
