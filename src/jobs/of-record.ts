import { verify } from '../crawl/index.js';
import type { AccountReading } from '../evidence/types.js';
import type { Report } from '../report/types.js';
import type { LatestReport, Store } from '../store/types.js';
import { fetcherOf } from './cached-fetcher.js';
import type { Verified, WorkerDeps } from './deps.js';
import { planHealing } from './healing.js';
import { newJobId } from './names.js';
import { progressOf } from './progress.js';

interface Work {
  readonly subject: string;
  /** The verification's id. */
  readonly id: string;
  readonly signal: AbortSignal;
  /** Readings that need not be made. */
  readonly seeds: readonly AccountReading[];
}

export interface OfRecord extends Work {
  /** The job it is made for, which must not have been forgotten when it begins. */
  readonly job: string;
  readonly oneByOne?: (account: string) => Promise<void>;
}

export interface Rescore extends Work {
  /** The verification it follows, which must not have been forgotten when it begins. */
  readonly after: string;
  /** Those of the seeds that it has told of. */
  readonly told: readonly AccountReading[];
}

export interface OfRecordResult {
  readonly report: Report;
  readonly nothingRead: boolean;
}

/** Null: it was stopped by the signal. What could not be stored is thrown: then the job has to be run again. */
export async function verifyOfRecord(deps: WorkerDeps, work: OfRecord): Promise<OfRecordResult | null> {
  const { job, oneByOne } = work;
  const result = await run(deps, work, {
    only: { job },
    onEvent: progressOf(deps, job),
    ...(oneByOne ? { oneByOne } : {}),
  });
  if (result) await aside(deps, () => heal(deps, work.id));
  return result;
}

/** The same of a verification whose failed accounts were read again. It heals nothing further: the schedule does. */
export function rescore(deps: WorkerDeps, work: Rescore): Promise<OfRecordResult | null> {
  return run(deps, work, { only: { after: work.after } }, work.told);
}

async function run(
  deps: WorkerDeps,
  { subject, id, signal, seeds }: Work,
  more: Partial<Parameters<typeof verify>[1]>,
  told: readonly AccountReading[] = [],
): Promise<OfRecordResult | null> {
  const { store, clock, perspective } = deps;
  const latest = await store.latest(subject);
  const lastLook = await lastLookOf(store, subject, latest);
  const result = await verify(subject, {
    ...{ id, seeds, store, clock, signal },
    fetcher: fetcherOf(deps, subject, id),
    ...(perspective ? { perspective } : {}),
    ...more,
  });
  if (result.notKept) throw result.notKept;
  if (result.interrupted) return null;
  const { report, nothingRead } = result;
  const before = (latest?.report as Report | undefined) ?? null;
  const known = new Set(told);
  const readings = result.readings.filter((reading) => !known.has(reading));
  await aside(deps, () => deps.onVerified?.({ subject, report, before, nothingRead, readings, lastLook }));
  return { report, nothingRead };
}

/** A subject of which nothing was ever read has no report, and may have been looked at all the same. */
async function lastLookOf(
  store: Store,
  subject: string,
  latest: LatestReport | null,
): Promise<Verified['lastLook']> {
  if (latest) return { at: latest.checkedAt, nothingRead: latest.incomplete };
  const [last] = await store.reports(subject, { limit: 1 });
  return last ? { at: last.finishedAt, nothingRead: true } : null;
}

async function heal(deps: WorkerDeps, id: string): Promise<void> {
  const plan = planHealing(id, newJobId(), await deps.store.readings(id, 0), deps.random, deps.healing);
  if (plan) await deps.queue.addFlow(plan.parent, plan.children);
}

/** The report stands already: what follows from it may fail, and comes about at the subject's next verification. */
async function aside(deps: WorkerDeps, action: () => Promise<void> | undefined): Promise<void> {
  try {
    await action();
  } catch (error) {
    deps.observer?.trouble(error);
  }
}
