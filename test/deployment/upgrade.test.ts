import { expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { ROLES } from '../../src/config/variables.js';
import { SCHEMA_VERSION } from '../../src/store/migrate.js';
import { scheduler } from '../../workers/scheduler.js';
import { worker } from '../../workers/worker.js';
import { freePort } from '../support/server-process.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import { readiness } from './support/http.js';
import type { Seen } from './support/town.js';

const NAMES = ['alice', 'bob', 'carol', 'dave'];
const ownSite = ({ host, path }: Seen) => host === 'alice.example' && path !== '/robots.txt';
/** What the next version may do while this one runs: it only adds. */
const NEXT_MIGRATION = `
  BEGIN;
  ALTER TABLE job ADD COLUMN later text;
  ALTER TABLE reading ADD COLUMN later bigint NOT NULL DEFAULT 0;
  CREATE TABLE later (id text PRIMARY KEY);
  CREATE INDEX job_later ON job (later);
  UPDATE crossproof_schema SET version = version + 1;
  COMMIT`;

/** A command in this process; gives its exit code and what it says that is no log. */
async function command(args: readonly string[], env: Readonly<Record<string, string>>) {
  let err = '';
  const code = await run([...args], {
    out: () => undefined,
    err: (text) => {
      err += text;
    },
    readStdin: async () => Buffer.alloc(0),
    async *stdinLines() {},
    interactive: false,
    env,
    now: () => new Date(),
    signal: new AbortController().signal,
  });
  return { code, said: err.replace(/^\{.*\}\n/gm, '') };
}

describeDeployment('a database that a newer version has migrated', NAMES, (given) => {
  it(
    'is one that an older worker goes on with, and refuses to begin with',
    async () => {
      const { town, cluster, servers } = given();
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      cluster.play(worker, { env: { ...cluster.env, CROSSPROOF_OPS_PORT: `${port}` } });
      cluster.play(scheduler);
      const held = town.hold(ownSite);
      const [alice = '', bob = '', ...others] = town.subjects;
      const ids = await cluster.ask([alice]);
      await held.reached(1);
      await servers.postgres.psql(NEXT_MIGRATION, cluster.databaseName);
      held.letGo();
      const now = new Date().toISOString();
      await cluster.schedules.put({ subject: bob, everySeconds: 86_400, dueAt: now, createdAt: now });
      await cluster.ended([...ids, ...(await cluster.ask(others))]);
      await expect.poll(() => cluster.store.latest(bob), { timeout: 60_000 }).not.toBeNull();
      const ready = [200, { status: 'ready', checks: { store: 'ok', redis: 'ok' } }];
      await expect.poll(() => readiness(url), { timeout: 60_000 }).toEqual(ready);
      expect(await conclusion(cluster, town)).toEqual(WELL);

      const newer = `written by a newer crossproof (schema ${SCHEMA_VERSION + 1}, this one knows ${SCHEMA_VERSION})`;
      for (const role of ROLES) {
        const args = role === 'serve' ? [role, '--port', '0'] : [role];
        const { code, said } = await command(args, cluster.env);
        const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('listening on '));
        expect([role, code, lines]).toEqual([role, 2, [expect.stringContaining(newer)]]);
      }
    },
    FAULT_MS,
  );
});
