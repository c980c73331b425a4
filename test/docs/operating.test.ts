import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addGauges } from '../../src/api/gauges.js';
import { Metrics } from '../../src/api/metrics.js';
import { variables } from '../../src/config/variables.js';
import type { Evidence } from '../../src/evidence/types.js';
import { openDatabase } from '../../src/store/open-store.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { startPostgres } from '../support/postgres.js';
import { describeWithPostgres } from '../support/services.js';

const document = new URL('../../docs/operating.md', import.meta.url);
const text = readFileSync(document, 'utf8');
const found = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''));
const statements = [...found(/```sql\n(.*?)```/gs)];

const DAY_MS = 86_400_000;
const SUBJECT = 'mimi://a.example/u/alice';
const SELDOM = 'mimi://a.example/u/bob';

describe('what docs/operating.md names', () => {
  it('are variables that there are', () => {
    const known = new Set<string>(Object.values(variables).map(({ name }) => name));
    expect([...found(/\b(CROSSPROOF_[A-Z_]+)\b/g)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('are metrics that there are', async () => {
    const metrics = new Metrics('worker');
    addGauges(metrics, {
      queue: { counts: () => Promise.reject(new Error('away')) },
      jobs: { countOpen: () => Promise.reject(new Error('away')) },
    });
    const known = new Set((await metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
    const named = [...found(/\b(crossproof_[a-z_]+)/g)];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });

  it('are files that there are', () => {
    const links = [...found(/\]\(([^)#]+)\)/g)];
    expect(links.filter((link) => !existsSync(new URL(link, document)))).toEqual([]);
  });
});

describeWithPostgres('keeping less, in the words of docs/operating.md', () => {
  it('drops readings first, then old verifications, and never the newest report', async () => {
    const postgres = await startPostgres();
    try {
      const url = await postgres.createDatabase();
      const database = await openDatabase(url);
      const store = new SqlStore(database);
      const now = Date.now(); // The statements ask PostgreSQL for the time.
      await verified(store, SUBJECT, 'old', now - 500 * DAY_MS);
      await verified(store, SUBJECT, 'older-than-a-week', now - 8 * DAY_MS);
      await verified(store, SUBJECT, 'young', now - DAY_MS);
      await verified(store, SELDOM, 'only', now - 500 * DAY_MS);
      const seen = [];
      for (const statement of statements) {
        await postgres.psql(statement, new URL(url).pathname.slice(1));
        seen.push(await kept(store));
      }
      expect(seen).toEqual([
        { 'older-than-a-week': 0, old: 0, only: 0, young: 1 },
        { 'older-than-a-week': 0, only: 0, young: 1 },
      ]);
      expect((await store.latest(SELDOM))?.id).toBe('only');
      await store.close();
    } finally {
      await postgres.stop();
    }
  });
});

/** One verification with one reading. */
async function verified(store: SqlStore, subject: string, id: string, at: number): Promise<void> {
  const [now, expectedRevision] = [new Date(at).toISOString(), (await store.memory(subject))?.revision ?? 0];
  const evidence: Evidence = { subject, now, observations: [] };
  await store.begin({ id, subject, startedAt: now, given: [] });
  await store.addReading(id, {
    ...{ account: subject, outcome: 'absent', finds: [], places: [] },
    ...{ fetchedAt: now, requests: 1 },
  });
  await store.finish(id, { finishedAt: now, evidence, report: {}, memory: {}, expectedRevision });
}

/** Readings by verification. */
async function kept(store: SqlStore): Promise<Readonly<Record<string, number>>> {
  const all = await Promise.all([SUBJECT, SELDOM].map((subject) => store.verifications(subject)));
  return Object.fromEntries(all.flat().map(({ id, readings }) => [id, readings.length]));
}
