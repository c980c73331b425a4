import { newJobId, queueJobOf } from '../../src/jobs/names.js';
import { createSweeper } from '../../src/schedule/sweeper.js';
import { type BenchDeployment, startBenchDeployment } from '../support/deployment.js';
import { rssBytes } from '../support/process-usage.js';
import { type RoleProcess, startRole } from '../support/role-process.js';
import { table } from '../table.js';

/*
 * What 100,000 scheduled subjects take while nothing is due, what it takes when all of them fall due at once, and how long
 * the scheduler is busy with that.
 */

const SUBJECTS = 100_000;
/** Written in one transaction. */
const PAGE = 5_000;
const ROLES = ['serve', 'worker', 'scheduler'] as const;
const MEBI = 2 ** 20;
const KIBI = 2 ** 10;

type Roles = Readonly<Record<(typeof ROLES)[number], RoleProcess>>;

async function addSchedules({ schedules }: BenchDeployment): Promise<void> {
  const [createdAt, dueAt] = [new Date(), new Date(Date.now() + 86_400_000)].map((at) => at.toISOString());
  if (createdAt === undefined || dueAt === undefined) throw new Error('there are two times');
  for (let at = 0; at < SUBJECTS; at += PAGE) {
    const page = Array.from({ length: PAGE }, (_, n) => `mimi://a.example/u/user${at + n}`);
    await schedules.putAll(page.map((subject) => ({ subject, everySeconds: 86_400, dueAt, createdAt })));
  }
}

const usedMemory = async ({ redis }: BenchDeployment): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await redis.cli('INFO', 'memory'))?.[1]);

async function tableBytes({ postgres, databaseName }: BenchDeployment, name: string): Promise<number> {
  await postgres.psql(`VACUUM ${name}`, databaseName);
  return Number(await postgres.psql(`SELECT pg_total_relation_size('${name}')`, databaseName));
}

async function startRoles({ env }: BenchDeployment): Promise<Roles> {
  return {
    serve: await startRole(['serve', '--port', '0'], env),
    worker: await startRole(['worker'], env),
    scheduler: await startRole(['scheduler'], env),
  };
}

const mebibytes = (bytes: number): string => `${(bytes / MEBI).toFixed(1)} MiB`;

async function resident(deployment: BenchDeployment, roles: Roles): Promise<string[]> {
  const processes = ROLES.map((role) => mebibytes(rssBytes(roles[role].pid)));
  return [...processes, mebibytes(rssBytes(deployment.redis.pid())), mebibytes(await usedMemory(deployment))];
}

interface Swept {
  readonly seconds: number;
  readonly submitted: number;
  /** Jobs open at most, and bytes of Redis with them. */
  readonly most: number;
  readonly redisBytes: number;
}

/**
 * Everything falls due at once. Between two sweeps, which stop at so many open jobs, all of them end by a stroke of the pen:
 * only the sweeping is timed.
 */
async function sweepAll(deployment: BenchDeployment): Promise<Swept> {
  const { postgres, redis, databaseName, schedules, jobs, queue } = deployment;
  await postgres.psql("UPDATE schedule SET due_at = '2026-01-01T00:00:00.000Z'", databaseName);
  await postgres.psql('VACUUM ANALYZE schedule', databaseName);
  const sweeper = createSweeper({
    ...{ schedules, jobs, clock: { now: () => new Date() }, random: Math.random, newId: newJobId },
    submitted: (ids) => queue.add(ids.map((id) => queueJobOf(id, 'schedule'))),
  });
  const empty = await usedMemory(deployment);
  const swept = { seconds: 0, submitted: 0, most: 0, redisBytes: 0 };
  while (swept.submitted < SUBJECTS) {
    const started = performance.now();
    const { submitted } = await sweeper.sweep();
    swept.seconds += (performance.now() - started) / 1000;
    if (submitted === 0) throw new Error('something is due and was not swept');
    swept.submitted += submitted;
    swept.most = Math.max(swept.most, submitted);
    swept.redisBytes = Math.max(swept.redisBytes, (await usedMemory(deployment)) - empty);
    const ended = "state = 'completed', dedup = NULL, finished_at = created_at";
    await postgres.psql(`UPDATE job SET ${ended} WHERE finished_at IS NULL`, databaseName);
    await redis.cli('FLUSHALL');
  }
  return swept;
}

const deployment = await startBenchDeployment();
try {
  const roles = await startRoles(deployment);
  const before = await resident(deployment, roles);
  const empty = await tableBytes(deployment, 'schedule');
  await addSchedules(deployment);
  const bytes = (await tableBytes(deployment, 'schedule')) - empty;
  const after = await resident(deployment, roles);
  await Promise.all(ROLES.map((role) => roles[role].stop()));
  console.log(
    table([
      ['', ...ROLES, 'Redis', 'its data'],
      ['nothing scheduled', ...before],
      ['100,000 scheduled', ...after],
    ]),
  );
  console.log(`\nPostgreSQL: ${mebibytes(bytes)} of schedules, ${(bytes / SUBJECTS).toFixed(0)} octets each`);
  const { seconds, most, redisBytes, submitted } = await sweepAll(deployment);
  console.log(
    `Redis with ${most} of them due: ${mebibytes(redisBytes)}, ${(redisBytes / most / KIBI).toFixed(2)} KiB each`,
  );
  console.log(
    `sweeping ${submitted} that are all due: ${seconds.toFixed(1)} s, ${(submitted / seconds).toFixed(0)} a second`,
  );
} finally {
  await deployment.close();
}
