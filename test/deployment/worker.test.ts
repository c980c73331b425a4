import { expect, it, onTestFinished } from 'vitest';
import { worker } from '../../workers/worker.js';
import type { Cluster } from './support/cluster.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import { startRelay } from './support/relay.js';
import { FEW, type Seen } from './support/town.js';

const NAMES = ['alice', 'bob', 'carol'];
/** The place that a crawl has left when its answer is held open. */
const profilePage = ({ host, path }: Seen) => host === 'github.com' && path !== '/robots.txt';
/** Three of its records are read beside the page. */
const API_OF_ALICE = 'https://api.github.com/users/alice';

/** Everybody's accounts are read and kept, but for one. */
async function allButOneKept({ store }: Cluster, ids: readonly string[]): Promise<void> {
  const kept = () => Promise.all(ids.map(async (id) => (await store.readings(id, 0)).length));
  await expect.poll(kept, { timeout: 20_000 }).toEqual(ids.map(() => FEW('').length));
}

describeDeployment('a worker in the middle of its crawls', NAMES, (given) => {
  it(
    'that is killed is replaced by another, which reads only what was not read',
    async () => {
      const { town, cluster } = given();
      const held = town.hold(profilePage);
      const victim = cluster.start(['worker']);
      const ids = await cluster.ask(town.subjects);
      await held.reached(NAMES.length);
      await allButOneKept(cluster, ids);
      await victim.kill();
      held.letGo();
      cluster.play(worker);
      await cluster.ended(ids);
      expect(await conclusion(cluster, town)).toEqual({ ...WELL, attempts: 2, requests: 2 });
      const twice = [...town.asked()].filter(([, times]) => times > 1).map(([url]) => new URL(url).hostname);
      expect(new Set(twice)).toEqual(new Set(['github.com', 'api.github.com']));
    },
    FAULT_MS,
  );

  it(
    'that is told to stop finishes what it holds, and takes nothing new',
    async () => {
      const { town, cluster } = given();
      const held = town.hold(profilePage);
      const leaving = cluster.play(worker);
      const [alice = '', bob = ''] = town.subjects;
      const first = await cluster.ask([alice]);
      await held.reached(1);
      leaving.stop();
      await leaving.logged('stopping');
      const second = await cluster.ask([bob]);
      held.letGo();
      await leaving.close();
      const [done, waiting] = await Promise.all([...first, ...second].map((id) => cluster.jobs.get(id)));
      expect([done?.state, waiting?.state, waiting?.attempts]).toEqual(['completed', 'queued', 0]);
      cluster.play(worker);
      await cluster.ended([...second, ...(await cluster.ask(town.subjects.slice(2)))]);
      expect(await conclusion(cluster, town)).toEqual(WELL);
    },
    FAULT_MS,
  );

  it(
    'that is cut off from Redis for longer than its lock goes on, and nobody else begins its crawl',
    async () => {
      const { town, cluster, servers } = given();
      const relay = await startRelay(servers.redis.port);
      onTestFinished(() => relay.close());
      // One that a worker asks for last, so that it needs no turn from Redis afterwards.
      const held = town.hold(profilePage);
      const far = { ...cluster.env, REDIS_URL: `redis://127.0.0.1:${relay.port}` };
      const cutOff = cluster.play(worker, { env: far });
      const [alice = '', ...others] = town.subjects;
      const [id = ''] = await cluster.ask([alice]);
      await held.reached(1);
      await allButOneKept(cluster, [id]);
      // What the same account shows elsewhere has had its turn as well.
      const asked = () => [...town.asked().keys()].map((urlAndType) => urlAndType.split(' ')[0] ?? '');
      const elsewhere = () =>
        asked()
          .filter((url) => url.startsWith(API_OF_ALICE))
          .sort();
      await expect
        .poll(elsewhere, { timeout: 20_000 })
        .toEqual(['', '/gists?per_page=100', '/social_accounts'].map((rest) => `${API_OF_ALICE}${rest}`));
      relay.cut();
      cluster.play(worker);
      const key = `${cluster.env.CROSSPROOF_PREFIX}:queue:demand:j${id}`;
      // BullMQ's count of how often the job was handed to a worker.
      const handed = async () => Number(await servers.redis.cli('hget', key, 'ats'));
      await expect.poll(handed, { timeout: 30_000, interval: 100 }).toBeGreaterThan(2);
      const during = await cluster.jobs.get(id);
      expect([during?.state, during?.attempts]).toEqual(['active', 1]);
      held.letGo();
      await cluster.ended([id]);
      relay.mend();
      await cluster.ended(await cluster.ask(others));
      await cutOff.close();
      expect(await conclusion(cluster, town)).toEqual(WELL);
    },
    FAULT_MS,
  );
});
