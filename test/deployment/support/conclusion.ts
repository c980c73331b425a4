import { expect } from 'vitest';
import type { Report } from '../../../src/report/types.js';
import type { Cluster } from './cluster.js';
import type { Town } from './town.js';

/** What must be so when a fault is over, whatever it was. */
export interface Conclusion {
  /** Subjects without a whole report in which every account is read. */
  readonly unread: readonly string[];
  /** Requests made while the same was being asked for: two crawls of one subject. */
  readonly twiceAtOnce: readonly string[];
  /** Jobs that nobody will ever end, and those of the queue that belong to none. */
  readonly open: number;
  readonly queued: number;
  /** The most finished verifications of one subject. */
  readonly verifications: number;
  /** The most runs of one job that were not handed back. */
  readonly attempts: number;
  /** The most requests for one URL. */
  readonly requests: number;
}

/** Nothing happened. */
export const WELL: Conclusion = {
  unread: [],
  twiceAtOnce: [],
  open: 0,
  queued: 0,
  verifications: 1,
  attempts: 1,
  requests: 1,
};

/** Once the queue holds nothing any more. */
export async function conclusion(
  cluster: Pick<Cluster, 'store' | 'jobs' | 'database' | 'queue'>,
  town: Town,
): Promise<Conclusion> {
  const { store, jobs, database } = cluster;
  const queued = await untilEmpty(cluster);
  const reports = await Promise.all(town.subjects.map((subject) => store.latest(subject)));
  const verifications = await Promise.all(town.subjects.map((subject) => store.verifications(subject)));
  const [row] = await database.rows('SELECT coalesce(max(attempts), 0) AS attempts FROM job');
  return {
    unread: town.subjects.filter((_, index) => !isWhole(reports[index]?.report as Report | undefined)),
    twiceAtOnce: town.twiceAtOnce,
    open: (await jobs.open({ limit: 100 })).length,
    queued,
    verifications: Math.max(...verifications.map((all) => all.filter(isFinished).length)),
    attempts: Number(row?.attempts),
    requests: Math.max(...town.asked().values()),
  };
}

/** Jobs still in the queue, 0 once there are none: what has ended in the store leaves it a moment later. */
async function untilEmpty({ queue }: Pick<Cluster, 'queue'>): Promise<number> {
  const held = async () => {
    const { demand, background } = await queue.counts();
    return [demand, background].reduce((sum, lane) => sum + lane.waiting + lane.active + lane.delayed, 0);
  };
  await expect.poll(held, { timeout: 120_000, interval: 100 }).toBe(0);
  return held();
}

const isFinished = ({ finishedAt }: { readonly finishedAt: string | null }): boolean => finishedAt !== null;

const isWhole = (report: Report | undefined): boolean =>
  report?.verdict === 'consistent' &&
  !report.incomplete &&
  report.accounts.every(({ state }) => state === 'consistent');
