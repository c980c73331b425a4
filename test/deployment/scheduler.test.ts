import { expect, it } from 'vitest';
import { scheduler } from '../../workers/scheduler.js';
import { worker } from '../../workers/worker.js';
import type { Cluster } from './support/cluster.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];
const DAY = 86_400;

/** All of them are due at once. */
async function makeDue({ schedules }: Cluster, subjects: readonly string[]): Promise<void> {
  const dueAt = new Date().toISOString();
  await schedules.putAll(
    subjects.map((subject) => ({ subject, everySeconds: DAY, dueAt, createdAt: dueAt })),
  );
}

/** Ids of the jobs, once there are so many. */
async function jobsOnceThere({ database }: Cluster, count: number): Promise<string[]> {
  const ids = async () => (await database.rows('SELECT id FROM job')).map(({ id }) => String(id));
  await expect.poll(async () => (await ids()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  return ids();
}

describeDeployment('what is due', NAMES, (given) => {
  it(
    'is done once, where the scheduler is killed between PostgreSQL and Redis',
    async () => {
      const { town, cluster, servers } = given();
      const victim = cluster.start(['scheduler']);
      await victim.logged('started');
      await servers.redis.kill();
      await makeDue(cluster, town.subjects);
      const ids = await jobsOnceThere(cluster, NAMES.length);
      await victim.kill();
      await servers.redis.restart({ keepData: true });
      cluster.play(worker);
      cluster.play(scheduler);
      await cluster.ended(ids);
      expect(ids).toHaveLength(NAMES.length);
      expect(await conclusion(cluster, town)).toEqual(WELL);
    },
    FAULT_MS,
  );

  it(
    'is done once each time, where two schedulers look at the same moments',
    async () => {
      const { town, cluster } = given();
      // Without jitter their rounds fall together.
      const random = () => 0.5;
      for (const each of [scheduler, scheduler]) cluster.play(each, { random });
      cluster.play(worker);
      await makeDue(cluster, town.subjects);
      await cluster.ended(await jobsOnceThere(cluster, NAMES.length));
      await makeDue(cluster, town.subjects);
      await cluster.ended(await jobsOnceThere(cluster, 2 * NAMES.length));
      const counted = await cluster.database.rows(
        'SELECT subject, count(*) AS jobs FROM job GROUP BY subject',
      );
      expect(counted.map(({ jobs }) => Number(jobs))).toEqual(NAMES.map(() => 2));
      expect(await conclusion(cluster, town)).toEqual({ ...WELL, verifications: 2, requests: 2 });
    },
    FAULT_MS,
  );
});
