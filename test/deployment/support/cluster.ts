import { randomBytes } from 'node:crypto';
import type { FetchSettings } from '../../../src/fetch/types.js';
import { createVerifications } from '../../../src/jobs/verifications.js';
import { bullQueue } from '../../../src/queue/bullmq.js';
import { localBus } from '../../../src/queue/bus.js';
import type { Queue } from '../../../src/queue/types.js';
import type { RoleInput } from '../../../src/roles/role.js';
import type { Database } from '../../../src/store/database.js';
import type { JobOrigin, JobRecord } from '../../../src/store/job-types.js';
import { openDatabase } from '../../../src/store/open-store.js';
import { SqlJobs } from '../../../src/store/sql-jobs.js';
import { SqlSchedules } from '../../../src/store/sql-schedules.js';
import { SqlStore } from '../../../src/store/sql-store.js';
import { type PrivatePostgres, startPostgres } from '../../support/postgres.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../../support/redis.js';
import { type PlayedRole, play } from './played-role.js';
import { type RoleProcess, startRole } from './role-process.js';
import type { Town } from './town.js';

/** Redis and PostgreSQL of one's own, which the tests of a file share. */
export interface Servers {
  readonly redis: PrivateRedis;
  readonly postgres: PrivatePostgres;
  stop(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  // What was acknowledged must survive a restart.
  const [redis, postgres] = await Promise.all([
    startRedis({ config: ['--appendfsync', 'always'] }),
    startPostgres({ durable: true }),
  ]);
  return {
    redis,
    postgres,
    stop: async () => void (await Promise.all([redis.stop(), postgres.stop()])),
  };
}

/** Seconds a job stays with a dead worker: as few as may be configured. */
const LOCK_SECONDS = 5;
/** Milliseconds for one reading: a test may hold an answer open for as long as a lock takes to run out, and more. */
const MAX_TIME_MS = 60_000;

/** A deployment on a database of its own: its roles, and what a keeper sees of it. */
export interface Cluster {
  readonly env: Readonly<Record<string, string>>;
  readonly databaseName: string;
  readonly settings: FetchSettings;
  readonly queue: Queue;
  readonly database: Database;
  readonly store: SqlStore;
  readonly jobs: SqlJobs;
  readonly schedules: SqlSchedules;
  /** Asks for verifications, as the API does; gives the ids of the jobs. */
  ask(subjects: readonly string[], origin?: JobOrigin): Promise<string[]>;
  /** A role in a process of its own. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): RoleProcess;
  /** A role in this process. */
  play(role: (input: RoleInput) => Promise<void>, more?: Partial<RoleInput>): PlayedRole;
  /** The jobs, once they have ended. */
  ended(ids: readonly string[]): Promise<readonly JobRecord[]>;
  close(): Promise<void>;
}

export async function startCluster({ redis, postgres }: Servers, town: Town): Promise<Cluster> {
  const databaseUrl = await postgres.createDatabase();
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const env = {
    REDIS_URL: redis.url,
    DATABASE_URL: databaseUrl,
    CROSSPROOF_PREFIX: prefix,
    CROSSPROOF_LOCK_SECONDS: `${LOCK_SECONDS}`,
    CROSSPROOF_LOG_LEVEL: 'debug',
  };
  const settings = { ...town.world.settings, maxTimeMs: MAX_TIME_MS };
  const flags = [...town.world.internet.flags, '--max-time', `${MAX_TIME_MS / 1000}`];
  const database = await openDatabase(databaseUrl);
  const queue = bullQueue({ url: redis.url, prefix, onError: () => undefined, patience: PATIENCE });
  const [store, jobs, schedules] = [
    new SqlStore(database),
    new SqlJobs(database),
    new SqlSchedules(database),
  ];
  const clock = { now: () => new Date() };
  const verifications = createVerifications({ store, jobs, queue, bus: localBus(), clock });
  const processes: RoleProcess[] = [];
  const played: PlayedRole[] = [];
  return {
    ...{ env, settings, queue, database, store, jobs, schedules },
    databaseName: new URL(databaseUrl).pathname.slice(1),
    ask: async (subjects, origin = 'demand') => {
      const asked = subjects.map((subject) =>
        verifications.submit({ subject, given: [], caller: 'test', origin }),
      );
      return (await Promise.all(asked)).map(({ id }) => id);
    },
    start: ([role = '', ...args], more = {}) => {
      const started = startRole([role, ...flags, ...args], { ...env, ...more });
      processes.push(started);
      return started;
    },
    play: (role, more = {}) => {
      const role_ = play(role, { env, settings, ...more });
      played.push(role_);
      return role_;
    },
    ended: (ids) => endedJobs(jobs, ids),
    close: async () => {
      for (const each of processes) await each.kill();
      for (const each of played) await each.close().catch(() => undefined);
      await queue.close();
      await database.close();
    },
  };
}

/** Milliseconds between two looks; the store tells nobody when a job ends. */
const LOOK_AGAIN_MS = 50;

/** One after the other: to ask for a thousand at once would keep PostgreSQL from what is to be seen. */
async function endedJobs(jobs: SqlJobs, ids: readonly string[]): Promise<readonly JobRecord[]> {
  const ended: JobRecord[] = [];
  for (const id of ids) ended.push(await endedJob(jobs, id));
  return ended;
}

async function endedJob(jobs: SqlJobs, id: string): Promise<JobRecord> {
  for (;;) {
    // PostgreSQL may be away: that is what some tests are about.
    const job = await jobs.get(id).catch(() => undefined);
    if (job === null) throw new Error(`job ${id} is gone`);
    if (job?.finishedAt) return job;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
