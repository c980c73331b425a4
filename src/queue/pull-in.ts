import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { MAX_DELAY_MS, MAX_PULLED_IN } from './limits.js';
import type { JobData, JobKind } from './types.js';

/** BullMQ puts a counter below the milliseconds of the time at which a job is due, so that equal times have an order. */
const SCORE_PER_MS = 0x1000;

/**
 * BullMQ writes down when a delayed job is due by the clock of whoever put it off. A job that is due later from now than it was
 * put off for was put off by a clock that ran ahead: it is due that long from now instead. Gives the number of such jobs.
 */
export async function pullIn(lane: Queue<JobData, void, JobKind>, redis: Redis): Promise<number> {
  const now = Date.now();
  // What is nearer than any job of ours is put off for is not looked at: that may be very many.
  const beyond = (now + MAX_DELAY_MS) * SCORE_PER_MS;
  const far = await redis.zrevrangebyscore(
    lane.toKey('delayed'),
    '+inf',
    beyond,
    'WITHSCORES',
    'LIMIT',
    0,
    MAX_PULLED_IN,
  );
  let pulled = 0;
  for (let at = 0; at + 1 < far.length; at += 2) {
    const job = await lane.getJob(String(far[at]));
    const dueIn = Math.floor(Number(far[at + 1]) / SCORE_PER_MS) - now;
    if (!job || dueIn <= job.delay) continue;
    // It may have been taken meanwhile: then it is not delayed any more.
    pulled += await job.changeDelay(job.delay).then(
      () => 1,
      () => 0,
    );
  }
  return pulled;
}
