import { expect, it, onTestFinished } from 'vitest';
import { playRole, type RoleInput } from '../../src/roles/role.js';
import { startWorker } from '../../src/roles/worker.js';
import { worker } from '../../workers/worker.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS, type Given } from './support/describe.js';
import { startRelay } from './support/relay.js';
import { queueOfShortLocks } from './support/short-locks.js';
import { FEW, type Seen } from './support/town.js';

const NAMES = ['alice', 'bob', 'carol'];
/** The place that a crawl has left when its answer is held open. */
const profilePage = ({ host, path }: Seen) => host === 'github.com' && path !== '/robots.txt';
/** Records that are read beside the page. */
const RECORDS = ['', '/gists?per_page=100', '/social_accounts'];
const API = 'https://api.github.com/users/';
/** A worker whose lock runs out before an answer that is held open has been waited for too long. */
const hasty = (input: RoleInput) =>
  playRole('worker', input, (parts, context) => {
    const queue = queueOfShortLocks(context);
    const worker = startWorker({ ...parts, queue }, context);
    return {
      async close() {
        await worker.close();
        await queue.close();
      },
    };
  });

/** All accounts of these people are read and kept but for one, of which nothing is left to be asked for. */
async function allButOneKept(given: Given, names: readonly string[], ids: readonly string[]): Promise<void> {
  const { store } = given.cluster;
  const kept = () => Promise.all(ids.map(async (id) => (await store.readings(id, 0)).length));
  await expect.poll(kept, { timeout: 60_000 }).toEqual(ids.map(() => FEW('').length));
  const asked = () => [...given.town.asked().keys()].map((urlAndType) => urlAndType.split(' ')[0] ?? '');
  const records = names.flatMap((name) => RECORDS.map((rest) => `${API}${name}${rest}`));
  await expect
    .poll(
      () =>
        asked()
          .filter((url) => url.startsWith(API))
          .sort(),
      { timeout: 60_000 },
    )
    .toEqual(records.sort());
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
      await allButOneKept(given(), NAMES, ids);
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
      const cutOff = cluster.play(hasty, { env: far });
      const [alice = '', ...others] = town.subjects;
      const [id = ''] = await cluster.ask([alice]);
      await held.reached(1);
      await allButOneKept(given(), ['alice'], [id]);
      relay.cut();
      cluster.play(hasty);
      const key = `${cluster.env.CROSSPROOF_PREFIX}:queue:demand:j${id}`;
      // BullMQ's count of how often the job was handed to a worker.
      const handed = async () => Number(await servers.redis.cli('hget', key, 'ats'));
      await expect.poll(handed, { timeout: 60_000, interval: 100 }).toBeGreaterThan(2);
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
