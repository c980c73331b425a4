import type { Job, JobsOptions } from 'bullmq';
import { JITTER } from './limits.js';
import type { ActiveJob, JobData, JobKind, Lane, QueueJob } from './types.js';

/** Of a job that was removed while somebody, maybe long dead, was at work on it. No job of ours says this of itself. */
export const REMOVED = '!removed';

export type BullJob = Job<JobData, void, JobKind>;

/** BullMQ refuses ids that are numbers. */
export const bullId = (id: string): string => `j${id}`;

/** What BullMQ is told of a job; what is not said takes no room in Redis. */
export function bullJob({ id, kind, data, delayMs = 0, attempts = 1, backOffMs = 0 }: QueueJob) {
  const opts: JobsOptions = {
    jobId: bullId(id),
    ...(delayMs > 0 ? { delay: delayMs } : {}),
    ...(attempts > 1 ? { attempts } : {}),
    ...(attempts > 1 && backOffMs > 0
      ? { backoff: { type: 'exponential', delay: backOffMs, jitter: JITTER } }
      : {}),
  };
  return { name: kind, data, opts };
}

/** The job as our handlers know it. `attemptsMade` counts failed runs alone: none that was postponed, handed back or lost. */
export function activeJob(job: BullJob, lane: Lane): Omit<ActiveJob, 'signal'> {
  const attempt = job.attemptsMade + 1;
  return {
    id: String(job.id).slice(1),
    kind: job.name,
    lane,
    data: job.data,
    attempt,
    last: attempt >= (job.opts.attempts ?? 1),
  };
}
