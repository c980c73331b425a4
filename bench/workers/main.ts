import { setTimeout as pause } from 'node:timers/promises';
import { addScheduled, type BenchDeployment, startBenchDeployment } from '../support/deployment.js';
import { cpuMs } from '../support/process-usage.js';
import { type RoleProcess, startRole } from '../support/role-process.js';
import { type RunningTown, startTown } from '../support/start-town.js';
import { median } from '../support/statistics.js';
import { ACCOUNTS_PER_USER } from '../support/town.js';
import { table } from '../table.js';

/*
 * Verifications a second with one worker process and with more: scheduled jobs for users on many hosts of loopback, through
 * Redis with politeness on and PostgreSQL with every commit on disk. The hosts, Redis and PostgreSQL run on the same
 * machine: where all cores are busy, more processes gain nothing.
 */

const WORKERS = [1, 2, 4] as const;
/** There and back, so that a machine that grows slower meets them all. */
const ORDER = [...WORKERS, ...[...WORKERS].reverse()];
/** Milliseconds for which verifications are counted at least, and verifications that are waited for, up to */
const MEASURED_MS = 6_000;
const MEASURED_JOBS = 64;
/** as many milliseconds. */
const MEASURED_MOST_MS = 20_000;
/** Verifications before, for connections and compilers to warm up: as many as four workers have in hand. */
const WARM_UP_JOBS = 64;
const LOOK_MS = 50;
/** Users of one run: more than two cores verify in that time. */
const USERS = 700;

interface Run {
  readonly rate: number;
  readonly cpuPerJob: number;
}

async function completed({ database }: BenchDeployment): Promise<number> {
  const [row] = await database.rows("SELECT count(*) AS jobs FROM job WHERE state = 'completed'");
  return Number(row?.jobs);
}

async function measure(deployment: BenchDeployment, workers: readonly RoleProcess[]): Promise<Run> {
  const cpu = () => workers.reduce((sum, { pid }) => sum + cpuMs(pid), 0);
  while ((await completed(deployment)) < WARM_UP_JOBS) await pause(LOOK_MS);
  const [before, cpuBefore, started] = [await completed(deployment), cpu(), performance.now()];
  for (;;) {
    await pause(LOOK_MS);
    const jobs = (await completed(deployment)) - before;
    const passed = performance.now() - started;
    const enough = passed >= MEASURED_MS && jobs >= MEASURED_JOBS;
    if (!enough && passed < MEASURED_MOST_MS) continue;
    return { rate: (1000 * jobs) / passed, cpuPerJob: (cpu() - cpuBefore) / jobs };
  }
}

/** What no worker came to, with the queue. */
async function clear({ postgres, redis, databaseName }: BenchDeployment): Promise<void> {
  await postgres.psql('DELETE FROM job', databaseName);
  await redis.cli('FLUSHALL');
}

async function runAll(deployment: BenchDeployment, town: RunningTown): Promise<ReadonlyMap<number, Run[]>> {
  const runs = new Map<number, Run[]>(WORKERS.map((count) => [count, []]));
  const env = { ...deployment.env, CROSSPROOF_STOP_SECONDS: '1' };
  for (const [round, count] of ORDER.entries()) {
    const start = () => startRole(['worker', ...town.flags], env);
    const workers = await Promise.all(Array.from({ length: count }, start));
    await addScheduled(deployment, town.subjects.slice(round * USERS, (round + 1) * USERS));
    runs.get(count)?.push(await measure(deployment, workers));
    await Promise.all(workers.map((worker) => worker.stop()));
    await clear(deployment);
  }
  return runs;
}

async function verified({ postgres, databaseName }: BenchDeployment): Promise<readonly number[]> {
  const sql = `SELECT count(*), count(*) FILTER (WHERE report LIKE '%"verdict":"consistent"%')
    FROM verification WHERE finished_at IS NOT NULL`;
  return (await postgres.psql(sql, databaseName)).split('|').map(Number);
}

const [deployment, town] = await Promise.all([startBenchDeployment(), startTown(USERS * ORDER.length)]);
try {
  const runs = await runAll(deployment, town);
  const [all, good] = await verified(deployment);
  console.log(
    `users of ${ACCOUNTS_PER_USER} accounts, 16 at a time in each worker; ${good} of ${all} came out consistent`,
  );
  console.log(`medians of ${ORDER.length / WORKERS.length} runs of at least ${MEASURED_MS / 1000} s\n`);
  const rateOf = (count: number) => median((runs.get(count) ?? []).map(({ rate }) => rate));
  const rows = WORKERS.map((count) => [
    String(count),
    rateOf(count).toFixed(1),
    (rateOf(count) / rateOf(1)).toFixed(2),
    `${median((runs.get(count) ?? []).map(({ cpuPerJob }) => cpuPerJob)).toFixed(1)} ms`,
  ]);
  console.log(table([['workers', 'verifications/s', 'to one', 'CPU of workers each'], ...rows]));
} finally {
  town.stop();
  await deployment.close();
}
