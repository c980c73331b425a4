import type { ActiveJob } from '../queue/types.js';
import { reportOf } from '../report/build.js';
import type { JobRecord } from '../store/job-types.js';
import type { StoredVerification } from '../store/types.js';
import type { Careful } from './careful.js';
import type { WorkerDeps } from './deps.js';
import { completed, handBack, type Outcome } from './ending.js';
import { verifyForCaller } from './for-caller.js';
import { withLease } from './leased.js';
import { CAREFUL_AFTER, GIVE_UP_AFTER } from './limits.js';
import { publicIdOf } from './names.js';
import { verifyOfRecord } from './of-record.js';
import { blameSuspect } from './suspect.js';
import { isForgotten, isOurTrouble } from './trouble.js';

/** A job of the store, from wherever it was left: readings that were kept are not made again. */
export async function runVerify(active: ActiveJob, deps: WorkerDeps, careful: Careful): Promise<Outcome> {
  const waiting = await deps.jobs.get(String(active.data.job));
  if (!waiting || waiting.finishedAt !== null) return 'dropped';
  const run = () => runLeased(waiting, active, deps);
  return waiting.attempts >= CAREFUL_AFTER ? careful(run) : run();
}

function runLeased({ id, subject }: JobRecord, active: ActiveJob, deps: WorkerDeps): Promise<Outcome> {
  return withLease(deps, subject, active.signal, async (signal) => {
    const job = await deps.jobs.start(id, deps.clock.now().toISOString());
    if (!job) return 'dropped';
    deps.bus.publish(id);
    try {
      return await attempt(job, deps, signal);
    } catch (error) {
      if (isForgotten(error)) return 'dropped';
      // Our servers' trouble is no fault of the job, and is not counted against it.
      if (isOurTrouble(error)) await deps.jobs.handBack(id).catch(() => undefined);
      throw error;
    } finally {
      deps.bus.publish(id);
    }
  });
}

async function attempt(job: JobRecord, deps: WorkerDeps, signal: AbortSignal): Promise<Outcome> {
  const { jobs, store, clock } = deps;
  if (job.attempts > GIVE_UP_AFTER) {
    // What it began is taken up by nobody.
    if (job.given.length > 0) await store.discard(publicIdOf(job.id));
    await jobs.fail(job.id, clock.now().toISOString(), 'gave-up');
    return 'done';
  }
  if (job.suspect !== null) await blameSuspect(deps, job);
  const careful = job.attempts > CAREFUL_AFTER;
  const oneByOne = careful ? { oneByOne: (account: string) => jobs.setSuspect(job.id, account) } : {};
  const work = { subject: job.subject, job: job.id, signal, ...oneByOne };
  if (job.given.length > 0) return verifyForCaller(deps, job, work);

  const begun = await store.verification(job.id);
  // The worker before died between the store's two writes.
  if (begun?.finishedAt) return completed(deps, job, await resultOf(begun));
  const result = await verifyOfRecord(deps, { ...work, id: job.id, seeds: begun?.readings ?? [] });
  if (!result) return handBack(deps, job, signal);
  return completed(deps, job, result.nothingRead ? { report: result.report } : { verification: job.id });
}

/** A verification that read nothing made no report of record: what it came to is this job's alone. */
async function resultOf({ id, report, evidence }: StoredVerification) {
  if (report !== null || evidence === null) return { verification: id };
  return { report: { ...(await reportOf(evidence)), incomplete: true } };
}
