import { dedupOf } from '../../src/jobs/dedup.js';
import { newJobId, queueJobOf } from '../../src/jobs/names.js';
import { bullQueue } from '../../src/queue/bullmq.js';
import type { Queue } from '../../src/queue/types.js';
import { type Stores, storesOf } from '../../src/roles/parts.js';
import type { NewJob } from '../../src/store/job-types.js';
import { openDatabase } from '../../src/store/open-store.js';
import { type PrivatePostgres, startPostgres } from '../../test/support/postgres.js';
import { type PrivateRedis, startRedis } from '../../test/support/redis.js';

const PREFIX = 'crossproof';

/** A real Redis and a real PostgreSQL, and what is needed to put something there. */
export interface BenchDeployment extends Stores {
  readonly redis: PrivateRedis;
  readonly postgres: PrivatePostgres;
  /** Of the database, for psql. */
  readonly databaseName: string;
  readonly databaseUrl: string;
  readonly queue: Queue;
  /** What the roles are started with. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Durable, as a deployment is: every commit waits for the disk. */
export async function startBenchDeployment(): Promise<BenchDeployment> {
  const [postgres, redis] = await Promise.all([startPostgres({ durable: true }), startRedis()]);
  const databaseUrl = await postgres.createDatabase();
  const database = await openDatabase(databaseUrl);
  const onError = (error: Error) => console.error(`bench: ${error.message}`);
  const queue = bullQueue({ url: redis.url, prefix: PREFIX, onError });
  return {
    ...storesOf(database),
    ...{ redis, postgres, databaseUrl, queue },
    databaseName: new URL(databaseUrl).pathname.slice(1),
    env: {
      REDIS_URL: redis.url,
      DATABASE_URL: databaseUrl,
      // Nobody here is a stranger.
      CROSSPROOF_RATE_PER_MINUTE: '1000000',
      CROSSPROOF_RATE_BURST: '1000000',
    },
    async close() {
      await queue.close();
      await database.close();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

/** What the schedule makes of a subject that is due. */
export function scheduledJob(subject: string): NewJob {
  return {
    id: newJobId(),
    subject,
    given: [],
    caller: null,
    dedup: dedupOf(subject, [], null),
    origin: 'schedule',
    createdAt: new Date().toISOString(),
  };
}

/** Puts jobs of the schedule into the store and the queue. */
export async function addScheduled(
  { jobs, queue }: Pick<BenchDeployment, 'jobs' | 'queue'>,
  subjects: readonly string[],
): Promise<void> {
  const added = await Promise.all(subjects.map((subject) => jobs.submit(scheduledJob(subject))));
  await queue.add(added.map(({ id }) => queueJobOf(id, 'schedule')));
}
