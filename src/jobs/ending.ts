import type { JobRecord } from '../store/job-types.js';
import type { WorkerDeps } from './deps.js';

/** `dropped`: there was nothing to do any more. */
export type Outcome = 'done' | 'dropped';

/** The job has its report: that of a verification of record, or one of its own. */
export async function completed(
  deps: WorkerDeps,
  job: JobRecord,
  result: { readonly verification: string } | { readonly report: unknown },
): Promise<Outcome> {
  const at = deps.clock.now().toISOString();
  const counted = await deps.jobs.complete(job.id, { at, verification: null, report: null, ...result });
  return counted ? 'done' : 'dropped';
}

/** Stopped from our side: whoever takes it up again begins where this run ended. */
export async function handBack(deps: WorkerDeps, job: JobRecord, signal: AbortSignal): Promise<never> {
  await deps.jobs.handBack(job.id);
  throw stopped(signal);
}

export function stopped(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(`stopped: ${String(signal.reason)}`);
}
