import { MAX_ID_LENGTH } from './limits.js';
import type { QueueJob } from './types.js';

/** BullMQ makes keys of ids and takes ':' for a separator. */
const ID = new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`);

/**
 * Jobs are made by ourselves: what is wrong with one is a bug.
 *
 * @throws TypeError
 */
export function checkJob(job: QueueJob): void {
  if (!ID.test(job.id)) throw new TypeError(`not an id of a job: ${JSON.stringify(job.id)}`);
  const { attempts = 1, delayMs = 0, backOffMs = 0 } = job;
  if (!Number.isSafeInteger(attempts) || attempts < 1) throw new TypeError(`job ${job.id}: attempts`);
  if (!isDuration(delayMs)) throw new TypeError(`job ${job.id}: delayMs`);
  if (!isDuration(backOffMs)) throw new TypeError(`job ${job.id}: backOffMs`);
}

const isDuration = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= 0;
