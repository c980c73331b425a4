import { newJobId, queueJobOf } from '../src/jobs/names.js';
import { bullQueue } from '../src/queue/bullmq.js';
import { startRedis } from '../test/support/redis.js';

/** As many as the schedule has open at a time. */
const JOBS = 10_000;

/** Bytes of Redis's memory that one job takes while it waits. */
export async function bytesOfWaitingJob(): Promise<number> {
  const redis = await startRedis();
  const usedMemory = async () => Number(/used_memory:(\d+)/.exec(await redis.cli('INFO', 'memory'))?.[1]);
  const queue = bullQueue({
    url: redis.url,
    prefix: 'crossproof',
    onError: (error) => {
      throw error;
    },
  });
  try {
    await queue.add([queueJobOf(newJobId(), 'schedule')]);
    const before = await usedMemory();
    await queue.add(Array.from({ length: JOBS }, () => queueJobOf(newJobId(), 'schedule')));
    return ((await usedMemory()) - before) / JOBS;
  } finally {
    await queue.close();
    await redis.stop();
  }
}
