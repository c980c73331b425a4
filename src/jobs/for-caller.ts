import { verify } from '../crawl/index.js';
import type { AccountReading } from '../evidence/types.js';
import type { JobRecord } from '../store/job-types.js';
import type { WorkerDeps } from './deps.js';
import { completed, handBack, type Outcome } from './ending.js';
import { YOUNG_MS } from './limits.js';
import { publicIdOf } from './names.js';
import { type OfRecord, verifyOfRecord } from './of-record.js';
import { progressOf } from './progress.js';

/**
 * A job whose caller gave accounts. First the report of record, as for anybody, unless it is young; then only what the
 * caller gave is read, without the stored answers (their age would tell that somebody else asked), and the conclusion
 * drawn with it is this job's alone: neither the memory nor the report of record hears of it.
 */
export async function verifyForCaller(
  deps: WorkerDeps,
  job: JobRecord,
  work: Omit<OfRecord, 'id' | 'seeds'>,
): Promise<Outcome> {
  const { store, clock, perspective, fetcher } = deps;
  const known = await ofRecord(deps, job, work);
  if (known === null) return handBack(deps, job, work.signal);
  const mine = (await store.readings(job.id, 0)).map(({ reading }) => reading);
  const result = await verify(job.subject, {
    ...{ id: job.id, only: { job: job.id }, given: job.given, aside: true, store, clock, fetcher },
    seeds: [...known, ...mine],
    signal: work.signal,
    onEvent: progressOf(deps, job.id),
    ...(work.oneByOne ? { oneByOne: work.oneByOne } : {}),
    ...(perspective ? { perspective } : {}),
  });
  if (result.notKept) throw result.notKept;
  if (result.interrupted) return handBack(deps, job, work.signal);
  // Where all that was given had been read for the report of record, nothing was told of since.
  await deps.jobs.setKnown(job.id, result.readings.length);
  return completed(deps, job, { report: result.report });
}

/** The readings behind the report of record; null: it was stopped. */
async function ofRecord(
  deps: WorkerDeps,
  job: JobRecord,
  work: Omit<OfRecord, 'id' | 'seeds'>,
): Promise<readonly AccountReading[] | null> {
  const { store, clock } = deps;
  const id = publicIdOf(job.id);
  const own = await store.verification(id);
  if (own?.finishedAt) return own.readings;
  const latest = await store.latest(job.subject);
  // Where nothing could be read last, the report and what is behind it are older than that check.
  if (
    !own &&
    latest &&
    !latest.incomplete &&
    clock.now().getTime() - Date.parse(latest.checkedAt) < YOUNG_MS
  ) {
    return (await store.readings(latest.id, 0)).map(({ reading }) => reading);
  }
  const made = await verifyOfRecord(deps, { ...work, id, seeds: own?.readings ?? [] });
  return made && (await store.readings(id, 0)).map(({ reading }) => reading);
}
