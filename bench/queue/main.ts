import { Queue as BullMqQueue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { verify } from '../../src/crawl/index.js';
import { createPerson } from '../../src/demo/person.js';
import type { Fetcher } from '../../src/fetch/types.js';
import { createHandler } from '../../src/jobs/handler.js';
import { newJobId, queueJobOf } from '../../src/jobs/names.js';
import type { Bus } from '../../src/queue/bus.js';
import { redisBus } from '../../src/queue/redis-bus.js';
import type { Handler } from '../../src/queue/types.js';
import type { Leases } from '../../src/store/lease.js';
import { memoryStore } from '../../src/store/memory-store.js';
import { postgresLeases } from '../../src/store/postgres-leases.js';
import { type BenchDeployment, scheduledJob, startBenchDeployment } from '../support/deployment.js';
import { median } from '../support/statistics.js';
import { table } from '../table.js';
import { instantFetcher } from './instant-fetcher.js';

/*
 * Jobs a second through BullMQ, from asking to the end, against a no-op job; and what the difference consists of, by doing
 * more and more of what a job does. The job's one account answers at once, without a network.
 */

const CONCURRENCY = 16;
const ROUNDS = 3;
/** Of those that touch Redis alone, and of those that write to PostgreSQL, where a commit waits for the disk. */
const QUICK_JOBS = 2_000;
const JOBS = 200;

const clock = { now: () => new Date() };
const onError = (error: unknown) => console.error('bench:', error);

interface Stage {
  readonly name: string;
  readonly jobs: number;
  /** Does so many jobs, to the end. */
  run(count: number): Promise<void>;
}

/** Resolves after so many calls of `one`. */
function countdown(count: number): { readonly done: Promise<void>; one(): void } {
  let [left, resolve]: [number, () => void] = [count, () => undefined];
  const done = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { done, one: () => void (--left === 0 && resolve()) };
}

/** BullMQ as its documentation shows it. */
function noOp(url: string): Stage {
  return {
    name: 'BullMQ, no-op job',
    jobs: QUICK_JOBS,
    async run(count) {
      const connection = new Redis(url, { maxRetriesPerRequest: null });
      const queue = new BullMqQueue('noop', { connection });
      const { done, one } = countdown(count);
      const worker = new Worker('noop', async () => one(), {
        ...{ connection, concurrency: CONCURRENCY },
        removeOnComplete: { count: 0 },
      });
      await queue.addBulk(
        Array.from({ length: count }, () => ({ name: 'verify', data: { job: newJobId() } })),
      );
      await done;
      await worker.close();
      await queue.close();
      connection.disconnect();
    },
  };
}

/** Our queue with a handler of whatever; `submit` gives the id of a job that was asked for. */
function ours(
  name: string,
  { queue }: BenchDeployment,
  jobs: number,
  submit: () => Promise<string>,
  handler: Handler,
): Stage {
  return {
    ...{ name, jobs },
    async run(count) {
      const { done, one } = countdown(count);
      const counted: Handler = async (job) => {
        await handler(job);
        one();
      };
      const worker = queue.work(counted, { concurrency: { demand: 0, background: CONCURRENCY }, onError });
      const lane = async (share: number) => {
        for (let n = 0; n < share; n += 1) await queue.add([queueJobOf(await submit(), 'schedule')]);
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, () => lane(count / CONCURRENCY)));
      await done;
      await worker.close(1_000);
    },
  };
}

/** Everybody's provider shows the same statement: it holds for one of them, and costs the same for all. */
async function fetcherOf(): Promise<Fetcher> {
  const person = await createPerson('mimi://a.example/u/user0', [], { now: clock.now() });
  return instantFetcher((url) => (url.includes('/.well-known/cross-signing') ? person.statement : undefined));
}

async function stagesOf(
  deployment: BenchDeployment,
  { bus, leases }: { readonly bus: Bus; readonly leases: Leases },
): Promise<readonly Stage[]> {
  const { jobs, store, queue, redis } = deployment;
  const fetcher = await fetcherOf();
  let users = 0;
  const subject = () => `mimi://a.example/u/user${users++}`;
  const submit = async () => (await jobs.submit(scheduledJob(subject()))).id;
  const now = () => clock.now().toISOString();
  const rows: Handler = async ({ id }) => {
    await jobs.get(id);
    await jobs.start(id, now());
    await jobs.complete(id, { at: now(), verification: null, report: null });
  };
  const leased: Handler = async (job) => {
    const lease = await leases.acquire(job.id);
    await rows(job);
    await lease?.release();
  };
  const whole = createHandler({
    ...{ store, jobs, queue, bus, leases, fetcher, clock },
    random: Math.random,
  });
  const alone: Handler = async () => {
    const result = await verify(subject(), { fetcher, clock, store: memoryStore() });
    if (result.notKept) throw result.notKept;
  };
  const stage = (name: string, count: number, ask: () => Promise<string>, handler: Handler) =>
    ours(name, deployment, count, ask, handler);
  const nothing = async () => newJobId();
  return [
    noOp(redis.url),
    stage('our queue, no-op job, asked for one by one', QUICK_JOBS, nothing, async () => undefined),
    stage('and the crawl and score, nothing kept', JOBS, nothing, alone),
    stage('our queue, and the rows of the job', JOBS, submit, rows),
    stage('and the lease', JOBS, submit, leased),
    stage('our job', JOBS, submit, whole),
  ];
}

const deployment = await startBenchDeployment();
const leases = postgresLeases(deployment.databaseUrl);
const bus = redisBus({ url: deployment.redis.url, prefix: 'crossproof', onError });
try {
  const stages = await stagesOf(deployment, { bus, leases });
  const rates = new Map(stages.map((stage) => [stage, [] as number[]]));
  for (const stage of stages) await stage.run(stage.jobs / 2);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [stage, list] of rates) {
      const started = performance.now();
      await stage.run(stage.jobs);
      list.push((1_000 * stage.jobs) / (performance.now() - started));
    }
  const medians = [...rates].map(([{ name }, list]) => ({ name, rate: median(list) }));
  const base = medians[0]?.rate ?? Number.NaN;
  const cells = medians.map(({ name, rate }) => [
    name,
    rate.toFixed(0),
    (rate / base).toFixed(3),
    `${(1_000 / rate).toFixed(2)} ms`,
  ]);
  console.log(`${CONCURRENCY} at a time, one process, medians of ${ROUNDS} rounds\n`);
  console.log(table([['', 'jobs/s', 'ratio', 'of one job'], ...cells]));
} finally {
  await Promise.all([bus.close(), leases.close()]);
  await deployment.close();
}
