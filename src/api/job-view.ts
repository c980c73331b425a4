import { readingsOf } from '../jobs/readings.js';
import { type Audience, hiddenToday, viewFor } from '../report/audience.js';
import type { PublicReport, Report } from '../report/types.js';
import type { JobError, JobRecord, JobState } from '../store/job-types.js';
import type { ApiDeps } from './deps.js';

/** A verification as whoever holds its id is told of it (contract section 5). */
export interface JobView {
  readonly id: string;
  readonly subject: string;
  readonly state: JobState;
  readonly progress: { readonly done: number; readonly known: number };
  readonly report: PublicReport | null;
  readonly error?: JobError;
}

/** Where a verification of this id is looked for: what is no id is looked for too, and takes as long. */
export const locationOf = (id: string): string => `/v1/verifications/${id}`;

/** @param done accounts read, where that is known already */
export async function jobView(
  deps: Pick<ApiDeps, 'store'>,
  job: JobRecord,
  audience: Audience,
  done?: number,
): Promise<JobView> {
  const { id, subject, state, known, error } = job;
  const read = job.finishedAt === null ? (done ?? (await readingsOf(deps.store, job)(0)).length) : known;
  const report = await ownReport(deps, job);
  // What accounts given led to is the caller's own, whatever the report of record makes of it.
  const newest = report === null || job.given.length > 0 ? null : await deps.store.latest(subject);
  const hidden = newest === null ? {} : { hidden: hiddenToday(newest.report as Report, audience) };
  return {
    id,
    subject,
    state,
    progress: { done: Math.min(read, known), known },
    report: report && viewFor(report, audience, { given: job.given, ...hidden }),
    ...(error === null ? {} : { error }),
  };
}

/** The report that this job made; null while it has none. */
async function ownReport(deps: Pick<ApiDeps, 'store'>, job: JobRecord): Promise<Report | null> {
  if (job.report !== null) return job.report as Report;
  if (job.verification === null) return null;
  const verification = await deps.store.verification(job.verification);
  return (verification?.report as Report | null | undefined) ?? null;
}
