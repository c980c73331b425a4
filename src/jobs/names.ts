import { createHash, randomBytes } from 'node:crypto';
import type { Lane, QueueJob } from '../queue/types.js';
import type { JobOrigin } from '../store/job-types.js';
import { RUN_BACK_OFF_MS, RUNS } from './limits.js';

/** 128 random bits, in hexadecimal: nobody guesses the job of another. */
export function newJobId(): string {
  return randomBytes(16).toString('hex');
}

export const laneOf = (origin: JobOrigin): Lane => (origin === 'demand' ? 'demand' : 'background');

/** What stands in the queue for a job of the store. */
export function queueJobOf(id: string, origin: JobOrigin): QueueJob {
  return {
    id,
    kind: 'verify',
    lane: laneOf(origin),
    data: { job: id },
    attempts: RUNS,
    backOffMs: RUN_BACK_OFF_MS,
  };
}

/** The verification of record that a job with accounts makes beside its own: the same however often it is begun. */
export function publicIdOf(jobId: string): string {
  return createHash('sha256').update(`of record ${jobId}`).digest('hex').slice(0, 32);
}
