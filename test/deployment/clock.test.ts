import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { longestSeconds } from '../../src/schedule/intervals.js';
import { postgresLeases } from '../../src/store/postgres-leases.js';
import { scheduler } from '../../workers/scheduler.js';
import { worker } from '../../workers/worker.js';
import type { Cluster } from './support/cluster.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';

const NAMES = ['alice', 'bob', 'carol'];
const HOUR = 3_600;
/** Without jitter: what is due in an hour is due after a jump of one. */
const random = () => 0.5;

/** The clock of this process, roles and queue included, goes on from another time; Redis and PostgreSQL keep theirs. */
function jump(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

async function jobsOf({ database }: Cluster, subjects: readonly string[]): Promise<number[]> {
  const rows = await database.rows('SELECT subject FROM job');
  return subjects.map((wanted) => rows.filter(({ subject }) => subject === wanted).length);
}

async function makeDue({ schedules }: Cluster, subject: string): Promise<void> {
  const now = new Date().toISOString();
  await schedules.put({ subject, everySeconds: HOUR, dueAt: now, createdAt: now });
}

describeDeployment('a clock that jumps by an hour', NAMES, (given) => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true }));
  afterEach(() => void vi.useRealTimers());

  it(
    'ahead makes what became due fall due once; back again, nothing waits for longer than its interval',
    async () => {
      const { town, cluster } = given();
      cluster.play(scheduler, { random });
      cluster.play(worker, { random });
      for (const subject of town.subjects) await makeDue(cluster, subject);
      const fallDue = (jobs: number[]) =>
        expect.poll(() => jobsOf(cluster, town.subjects), { timeout: 60_000 }).toEqual(jobs);
      await fallDue([1, 1, 1]);
      await conclusion(cluster, town);
      jump(HOUR);
      await fallDue([2, 2, 2]);
      await conclusion(cluster, town);
      jump(-HOUR);
      const [alice = ''] = town.subjects;
      // Its job is made by a later sweep than any that could have made a job too many.
      await makeDue(cluster, alice);
      await fallDue([3, 2, 2]);
      const latest = Date.now() + longestSeconds(HOUR) * 1000;
      const all = await cluster.schedules.list({ limit: 10 });
      expect(all.filter(({ dueAt }) => Date.parse(dueAt) > latest)).toEqual([]);
      expect(await conclusion(cluster, town)).toEqual({ ...WELL, verifications: 3, requests: 3 });
    },
    FAULT_MS,
  );

  it.each([
    ['ahead', HOUR],
    ['back', -HOUR],
  ])(
    '%s keeps no job waiting that was put off for a second',
    async (_title, seconds) => {
      const { town, cluster } = given();
      const leases = postgresLeases(cluster.env.DATABASE_URL ?? '');
      const [alice = ''] = town.subjects;
      const lease = await leases.acquire(alice);
      cluster.play(worker, { random });
      cluster.play(scheduler, { random });
      const [id = ''] = await cluster.ask([alice]);
      const delayed = async () => (await cluster.queue.counts()).demand.delayed;
      await expect.poll(delayed, { timeout: 10_000 }).toBe(1);
      jump(seconds);
      await lease?.release();
      await leases.close();
      await cluster.ended([id, ...(await cluster.ask(town.subjects.slice(1)))]);
      expect(await conclusion(cluster, town)).toEqual(WELL);
    },
    FAULT_MS,
  );
});
