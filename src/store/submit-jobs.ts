import { batches } from './batches.js';
import type { Queries, SqlValue } from './database.js';
import * as sql from './job-statements.js';
import type { NewJob, SubmittedJob } from './job-types.js';
import { checkedId, checkedSubject, isoTime, toJson } from './values.js';

/** Each try fails only because the job that stood in the way ended in between. */
const MAX_TRIES = 100;

/** Submits many inside the caller's transaction; gives what became of each, in their order. */
export async function submitJobs(
  queries: Queries,
  jobs: readonly NewJob[],
): Promise<readonly SubmittedJob[]> {
  const created = new Set<string>();
  for (const batch of batches(jobs)) {
    const rows = await queries.rows(sql.INSERT_JOBS(batch.length), batch.flatMap(toValues));
    for (const row of rows) created.add(String(row.id));
  }
  const submitted: SubmittedJob[] = [];
  for (const job of jobs) {
    if (created.has(job.id)) submitted.push({ id: job.id, created: true, promoted: false });
    else submitted.push(await joinOpen(queries, job));
  }
  return submitted;
}

/** The open job in whose place this one was asked for, or a new one where it has just ended. */
async function joinOpen(queries: Queries, job: NewJob): Promise<SubmittedJob> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    // First the promotion: it waits for a worker that is about to end the job, and the query after it sees that.
    const promoted = job.origin === 'demand' && (await queries.change(sql.PROMOTE_JOB, [job.dedup])) === 1;
    const [open] = await queries.rows(sql.SELECT_OPEN_ID, [job.dedup]);
    if (open !== undefined) return { id: String(open.id), created: false, promoted };
    const created = await queries.rows(sql.INSERT_JOBS(1), toValues(job));
    if (created.length === 1) return { id: job.id, created: true, promoted: false };
  }
  throw new Error(`the open job ended under ${MAX_TRIES} attempts to join it`);
}

function toValues(job: NewJob): SqlValue[] {
  const { caller, dedup, origin } = job;
  const head = [checkedId(job.id), checkedSubject(job.subject), toJson(job.given), caller];
  return [...head, checkedId(dedup), origin, isoTime(job.createdAt), 'queued', 0, 0];
}
