import type { AccountReading } from '../evidence/types.js';
import type { JobRecord } from '../store/job-types.js';
import type { WorkerDeps } from './deps.js';
import { publicIdOf } from './names.js';

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
  // A job with accounts given makes two verifications, one after the other.
  for (const id of [publicIdOf(job.id), job.id]) {
    const verification = await deps.store.verification(id);
    if (verification && verification.finishedAt === null) {
      await deps.store.addReading(id, reading);
      break;
    }
  }
  await deps.jobs.setSuspect(job.id, null);
}
