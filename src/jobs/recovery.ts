import { LANES, type Lane, type Queue } from '../queue/types.js';
import type { JobRecord, JobStore } from '../store/job-types.js';
import { RECOVERY_PAGE } from './limits.js';
import { laneOf, queueJobOf } from './names.js';

export interface RecoveryDeps {
  readonly jobs: JobStore;
  readonly queue: Queue;
}

/**
 * Puts open jobs of the store into the queue that it does not hold: after the queue lost its data, was away when the
 * job was asked for, or dropped it. Gives their number. Any number of processes may do it at once, and one that is on
 * its way there, or ends meanwhile, may be put in for nothing: the queue knows it by its id, the worker by its record.
 */
export async function recoverJobs(deps: RecoveryDeps): Promise<number> {
  let count = 0;
  let after: string | undefined;
  for (;;) {
    const page = await deps.jobs.open({ limit: RECOVERY_PAGE, ...(after === undefined ? {} : { after }) });
    for (const lane of LANES) count += await recoverLane(deps, lane, page);
    const last = page.at(-1);
    if (last === undefined || page.length < RECOVERY_PAGE) return count;
    after = last.id;
  }
}

async function recoverLane(deps: RecoveryDeps, lane: Lane, jobs: readonly JobRecord[]): Promise<number> {
  const ids = jobs.filter((job) => laneOf(job.origin) === lane).map((job) => job.id);
  if (ids.length === 0) return 0;
  const missing = new Set(await deps.queue.missing(lane, ids));
  if (missing.size === 0) return 0;
  const origin = lane === 'demand' ? 'demand' : 'schedule';
  await deps.queue.add([...missing].map((id) => queueJobOf(id, origin)));
  return missing.size;
}
