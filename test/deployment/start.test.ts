import { expect, it } from 'vitest';
import { worker } from '../../workers/worker.js';
import { freePort } from '../support/server-process.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import { api, readiness } from './support/http.js';
import type { Seen } from './support/town.js';

const NAMES = ['alice', 'bob', 'carol'];
const provider = ({ host, path }: Seen) => host === 'a.example' && path !== '/robots.txt';
const AWAY = { status: 'not-ready', checks: { store: 'failed', redis: 'failed' } };
const READY = { status: 'ready', checks: { store: 'ok', redis: 'ok' } };
/** So long that nothing but handing it back gives a job to the next worker. */
const LOCK = { CROSSPROOF_LOCK_SECONDS: '600' };

describeDeployment('roles', NAMES, (given) => {
  it(
    'that are started before their servers wait for them, say so, and hand back what they hold when told to stop',
    async () => {
      const { town, cluster, servers } = given();
      const [alice = '', bob = '', carol = ''] = town.subjects;
      await servers.postgres.psql('DROP SCHEMA public CASCADE; CREATE SCHEMA public', cluster.databaseName);
      await Promise.all([servers.redis.kill(), servers.postgres.kill()]);
      const first = await freePort();
      let second = await freePort();
      while (second === first) second = await freePort();
      const ports = [first, second];
      const ops = (index: number) => ({ ...LOCK, CROSSPROOF_OPS_PORT: `${ports[index]}` });
      const roles = [
        cluster.start(['worker'], { ...ops(0), CROSSPROOF_STOP_SECONDS: '0' }),
        cluster.start(['scheduler'], ops(1)),
        cluster.start(['serve', '--port', '0'], LOCK),
      ] as const;
      const url = await roles[2].listening();
      const urls = [...ports.map((port) => `http://127.0.0.1:${port}`), url];
      await Promise.all(roles.map((role) => role.logged('started')));
      const all = () => Promise.all(urls.map(readiness));
      await expect.poll(all, { timeout: 60_000 }).toEqual(urls.map(() => [503, AWAY]));

      await servers.postgres.restart();
      await servers.redis.restart({ keepData: true });
      await expect.poll(all, { timeout: 60_000 }).toEqual(urls.map(() => [200, READY]));
      const asked = await (await api(url)).verify([alice]);
      const now = new Date().toISOString();
      await cluster.schedules.put({ subject: bob, everySeconds: 86_400, dueAt: now, createdAt: now });
      await cluster.ended(asked);
      await expect.poll(() => cluster.store.latest(bob), { timeout: 60_000 }).not.toBeNull();

      const held = town.hold(provider);
      const last = await cluster.ask([carol]);
      await held.reached(1);
      for (const role of roles) role.signal('SIGTERM');
      expect(await Promise.all(roles.map(({ ended }) => ended))).toEqual([0, 0, 0]);
      const [job] = await Promise.all(last.map((id) => cluster.jobs.get(id)));
      expect([job?.state, job?.attempts]).toEqual(['queued', 0]);
      held.letGo();
      cluster.play(worker, { env: { ...cluster.env, ...LOCK } });
      await cluster.ended(last);
      expect(await conclusion(cluster, town)).toEqual({ ...WELL, requests: 2 });
    },
    FAULT_MS,
  );
});
