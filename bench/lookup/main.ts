import { setTimeout as pause } from 'node:timers/promises';
import { addScheduled, type BenchDeployment, startBenchDeployment } from '../support/deployment.js';
import { getRequest, load } from '../support/load.js';
import { startRole } from '../support/role-process.js';
import { startTown } from '../support/start-town.js';
import { percentile } from '../support/statistics.js';
import { providerOf } from '../support/town.js';
import { table } from '../table.js';

/*
 * How long somebody waits who asks for a verification (GET with max-age=0: asked for, crawled, scored, kept, answered) while
 * 10,000 scheduled jobs stand in the queue and the workers are busy with them, against the same with nothing else to do.
 */

const BACKLOG = 10_000;
const WORKERS = 2;
const ROUNDS = 2;
const LOOKUPS = 40;
/** Look-ups at a time. */
const AT_ONCE = 4;
const WARM_UP = 24;
/** Jobs put in at a time. */
const PAGE = 500;

/** Users whose provider knows nothing of them: a short look, so that what is measured is the waiting. */
const strangers = Array.from({ length: BACKLOG }, (_, n) => `mimi://${providerOf(n)}/u/nobody${n}`);

async function lookUp(url: string, subjects: readonly string[]): Promise<readonly number[]> {
  const requests = subjects.map((subject) =>
    getRequest(`/v1/identities/${encodeURIComponent(subject)}?max-age=0`),
  );
  const request = (n: number) => requests[n] as Buffer;
  const port = Number(new URL(url).port);
  const { latencies, statuses } = await load({ port, connections: AT_ONCE, count: requests.length, request });
  if (statuses[200] !== requests.length) throw new Error(`other answers: ${JSON.stringify(statuses)}`);
  return latencies;
}

async function addBacklog(deployment: BenchDeployment): Promise<void> {
  for (let at = 0; at < BACKLOG; at += PAGE) await addScheduled(deployment, strangers.slice(at, at + PAGE));
}

/** Jobs gone and nobody at work any more. */
async function dropBacklog({ postgres, redis, databaseName, queue }: BenchDeployment): Promise<void> {
  await postgres.psql('DELETE FROM job', databaseName);
  await redis.cli('DEL', 'crossproof:queue:background:wait');
  while ((await queue.counts()).background.active > 0) await pause(50);
  await redis.cli('FLUSHALL');
}

const openJobs = async ({ jobs }: BenchDeployment): Promise<number> => {
  const { queued, active } = await jobs.countOpen();
  return queued + active;
};

const row = (name: string, latencies: readonly number[], base: readonly number[]): string[] => [
  name,
  ...[0.5, 0.99].flatMap((part) => [
    `${percentile(latencies, part).toFixed(0)} ms`,
    (percentile(latencies, part) / percentile(base, part)).toFixed(2),
  ]),
];

const users = WARM_UP + 2 * ROUNDS * LOOKUPS;
const [deployment, town] = await Promise.all([startBenchDeployment(), startTown(users)]);
const start = (role: string, ...args: string[]) => startRole([role, ...town.flags, ...args], deployment.env);
try {
  const server = await start('serve', '--port', '0');
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => start('worker')));
  const subjects = [...town.subjects];
  await lookUp(server.url, subjects.splice(0, WARM_UP));
  const [idle, busy]: [number[], number[]] = [[], []];
  const stood: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    idle.push(...(await lookUp(server.url, subjects.splice(0, LOOKUPS))));
    await addBacklog(deployment);
    busy.push(...(await lookUp(server.url, subjects.splice(0, LOOKUPS))));
    stood.push(await openJobs(deployment));
    await dropBacklog(deployment);
  }
  const many = `${ROUNDS} rounds of ${LOOKUPS} look-ups, ${AT_ONCE} at a time`;
  console.log(
    `${many}; ${WORKERS} workers, and at least ${Math.min(...stood)} jobs still waited at the end\n`,
  );
  const heads = ['', 'p50', 'to none', 'p99', 'to none'];
  const none = row('no backlog', idle, idle);
  console.log(table([heads, none, row(`${BACKLOG} scheduled jobs`, busy, idle)]));
  await Promise.all([server.stop(), ...workers.map((worker) => worker.stop())]);
} finally {
  town.stop();
  await deployment.close();
}
