import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { load } from 'cheerio';
import { expect, it } from 'vitest';
import type { RoleInput } from '../../src/roles/role.js';
import { SqlSessions } from '../../src/store/sql-sessions.js';
import { SqlTokens } from '../../src/store/sql-tokens.js';
import { scheduler } from '../../workers/scheduler.js';
import { serve } from '../../workers/serve.js';
import { ask } from '../api/support/api-server.js';
import { signIn } from '../api/support/form.js';
import { folder } from '../store/support/folder.js';
import type { Cluster } from './support/cluster.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import { untilReady } from './support/http.js';

/** `serve` in this process; gives its URL, once it is ready. */
async function served(cluster: Cluster, more: Partial<RoleInput> = {}): Promise<string> {
  let listening = (_url: string): void => undefined;
  const url = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const where = { host: '127.0.0.1', port: 0, listening, embedded: more.embedded === true };
  cluster.play((input) => serve({ ...input, ...where }), more);
  await untilReady(await url);
  return await url;
}

async function operatorOf({ database }: Cluster): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  const createdAt = new Date().toISOString();
  const record = { id: 'operator', name: 'operator', role: 'operator' as const, hash, createdAt };
  await new SqlTokens(database).add({ ...record, expiresAt: null, revokedAt: null });
  return token;
}

/** Of the first lane. */
function countsOf(html: string): string[] {
  const $ = load(html);
  const [row] = $('#queue').parent().find('tbody tr').toArray();
  return $(row)
    .find('td')
    .toArray()
    .map((cell) => $(cell).text());
}

const lead = (html: string): string => load(html)('.admin-top p').text();

describeDeployment('the operator’s view of a deployment', ['alice'], (given) => {
  it(
    'is the same behind each serve, with the jobs of Redis, for who signed in at one of them',
    async () => {
      const { cluster } = given();
      const token = await operatorOf(cluster);
      const [first, second] = await Promise.all([served(cluster), served(cluster)]);
      await cluster.ask(['mimi://a.example/u/alice']);
      const cookie = await signIn({ ask: (path, how) => ask(first + path, how) }, token);
      for (const url of [first, second]) {
        const shown = async () => {
          const page = await ask(`${url}/admin`, { headers: { cookie } });
          return [page.status, lead(page.text), countsOf(page.text)];
        };
        // A part that does not answer in time is left out of a page.
        await expect
          .poll(shown, { timeout: 60_000 })
          .toEqual([200, expect.stringContaining('Redis and PostgreSQL'), ['1', '0', '0']]);
        const board = await ask(`${url}/admin/queues/api/queues?activeQueue=demand`, { headers: { cookie } });
        const { queues } = board.json as { queues: { name: string; jobs: unknown[] }[] };
        expect(queues.map(({ name, jobs }) => [name, jobs.length])).toEqual([
          ['demand', 1],
          ['background', 0],
        ]);
      }
      expect((await ask(`${first}/admin/queues`)).status).toBe(401);
    },
    FAULT_MS,
  );

  it(
    'has no board where all is in one process',
    async () => {
      const { cluster } = given();
      const storePath = join(folder(), 'store.sqlite');
      const url = await served(cluster, { embedded: true, env: {}, storePath });
      const page = await ask(`${url}/admin`);
      expect([page.status, lead(page.text)]).toEqual([200, expect.stringContaining('one process')]);
      expect(page.text).toContain('There is no board of single jobs in this mode');
      expect((await ask(`${url}/admin/queues`)).status).toBe(404);
    },
    FAULT_MS,
  );

  it(
    'forgets who was signed in too long ago',
    async () => {
      const { cluster } = given();
      const sessions = new SqlSessions(cluster.database);
      const [past, future] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
      for (const [hash, expiresAt = ''] of [['old', past] as const, ['new', future] as const])
        await sessions.begin({ hash, token: 'operator', createdAt: '2026-01-01T00:00:00.000Z', expiresAt });
      cluster.play(scheduler);
      const left = async () =>
        (await cluster.database.rows('SELECT hash FROM session')).map(({ hash }) => hash);
      await expect.poll(left, { timeout: 60_000 }).toEqual(['new']);
    },
    FAULT_MS,
  );
});
