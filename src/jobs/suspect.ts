import type { AccountReading } from '../evidence/types.js';
import type { JobRecord } from '../store/job-types.js';
import type { WorkerDeps } from './deps.js';

/**
 * The last worker died while it read this one account and nothing else. It is not read again in this verification:
 * everything else can be, and the report says why.
 */
export async function blameSuspect(deps: WorkerDeps, job: JobRecord): Promise<void> {
  if (job.suspect === null) return;
  const reading: AccountReading = {
    account: job.suspect,
    outcome: 'unreachable',
    reason: 'limit',
    detail: 'reading it ended the program that read it, so it was left out',
    finds: [],
    places: [],
    fetchedAt: deps.clock.now().toISOString(),
    requests: 0,
  };
  await deps.store.addReading(job.id, reading);
  await deps.jobs.setSuspect(job.id, null);
}
