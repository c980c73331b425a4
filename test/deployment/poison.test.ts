import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { Report } from '../../src/report/types.js';
import type { Cluster } from './support/cluster.js';
import { conclusion, WELL } from './support/conclusion.js';
import { describeDeployment, FAULT_MS } from './support/describe.js';
import { type RoleProcess, startScript } from './support/role-process.js';
import type { Town } from './support/town.js';

const SCRIPT = fileURLToPath(new URL('./support/poisoned-worker.ts', import.meta.url));
/** Alice's own site is the poison; bob and carol have nothing to do with it. */
const POISON = 'alice.example';
const POISONED = 'https://alice.example/';
/** Three die of it; the last must not. */
const WORKERS = 4;

function startWorkers({ env, settings }: Cluster): RoleProcess[] {
  const args = [POISON, JSON.stringify(settings)];
  return Array.from({ length: WORKERS }, () => {
    const worker = startScript(SCRIPT, args, env);
    onTestFinished(() => worker.kill());
    return worker;
  });
}

/** Accounts that a report does not show as consistent. */
async function leftOut({ store }: Cluster, { subjects }: Town): Promise<unknown[]> {
  const latest = await Promise.all(subjects.map((subject) => store.latest(subject)));
  const accounts = latest.flatMap((one) => (one?.report as Report | undefined)?.accounts ?? []);
  const others = accounts.filter(({ state }) => state !== 'consistent');
  return others.map(({ account, state, unreachable }) => [account, state, unreachable]);
}

describeDeployment('a job that kills its worker each time', ['alice', 'bob', 'carol'], (given) => {
  it(
    'gets its report without the account that did it, and the last worker survives',
    async () => {
      const { town, cluster } = given();
      const workers = startWorkers(cluster);
      await Promise.all(workers.map((worker) => worker.logged('started')));
      await cluster.ended(await cluster.ask(town.subjects));
      await cluster.ended(await cluster.ask(town.subjects.slice(1)));
      expect(await leftOut(cluster, town)).toEqual([[POISONED, 'unreachable', 'limit']]);
      expect(workers.filter(({ isDead }) => isDead())).toHaveLength(WORKERS - 1);
      const { requests, ...rest } = await conclusion(cluster, town);
      const { requests: _requests, ...well } = WELL;
      const unread = town.subjects.slice(0, 1);
      expect(rest).toEqual({ ...well, unread, verifications: 2, attempts: WORKERS });
      expect(requests).toBeLessThanOrEqual(WORKERS + 1);
    },
    FAULT_MS,
  );
});
