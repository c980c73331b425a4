import type { RestingList } from '../fetch/resting.js';
import type { Clock } from '../fetch/types.js';
import type { Queue } from '../queue/types.js';
import type { JobStore } from '../store/job-types.js';
import type { SampleStore } from '../store/sample-types.js';
import type { ScheduleStore } from '../store/schedule-types.js';
import { lateSchedules } from './late.js';
import { COUNT_AGAIN_MS, MANY_SCHEDULES, PART_MS, SHOWN_LATE } from './limits.js';
import { plotsAsked, plotsNow } from './plots.js';
import { seldom } from './seldom.js';
import { readingsAsked, servicesNow } from './services.js';
import type { Monitor, Overview, ScheduleOverview } from './types.js';

export interface MonitorDeps {
  readonly mode: Overview['mode'];
  readonly clock: Clock;
  readonly queue: Pick<Queue, 'counts'>;
  readonly jobs: Pick<JobStore, 'countOpen'>;
  readonly schedules: Pick<ScheduleStore, 'count' | 'due'>;
  readonly samples: Pick<SampleStore, 'since'>;
  readonly resting: () => Promise<RestingList>;
  /** Hears why a part is missing; not of one that took too long. */
  readonly onError?: (error: unknown) => void;
  /** Milliseconds for one part, by default PART_MS. */
  readonly partMs?: number;
}

/** Puts together what the operator is shown, all parts at the same time. */
export function createMonitor(deps: MonitorDeps): Monitor {
  const { mode, clock, queue, jobs, samples, resting, partMs = PART_MS } = deps;
  const count = seldom(
    () => deps.schedules.count(),
    COUNT_AGAIN_MS,
    (n) => n >= MANY_SCHEDULES,
  );
  const part = <T>(ask: () => Promise<T>) => inTime(ask, partMs, deps.onError);
  return {
    async overview() {
      const now = clock.now();
      const [queued, open, schedules, services, hosts, plots] = await Promise.all([
        part(() => queue.counts()),
        part(() => jobs.countOpen()),
        part(() => schedulesNow(deps.schedules, count, now)),
        part(async () => {
          const { prefix, from } = readingsAsked(now);
          return servicesNow(await samples.since(prefix, from), now);
        }),
        part(resting),
        part(async () => {
          const { prefix, from } = plotsAsked(now);
          return plotsNow(await samples.since(prefix, from), now);
        }),
      ]);
      return {
        at: now.toISOString(),
        mode,
        queue: queued,
        jobs: open,
        schedules,
        services,
        resting: hosts,
        plots,
      };
    },
  };
}

async function schedulesNow(
  schedules: Pick<ScheduleStore, 'due'>,
  count: () => Promise<number>,
  now: Date,
): Promise<ScheduleOverview> {
  const [all, late] = await Promise.all([count(), lateSchedules(schedules, now)]);
  return { count: all, late: late.length, latest: late.slice(0, SHOWN_LATE) };
}

/** Null where it fails, or is not there in time; what comes later is dropped. */
async function inTime<T>(
  ask: () => Promise<T>,
  milliseconds: number,
  onError: ((error: unknown) => void) | undefined,
): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  // Begun here, so that one that throws before its first promise is caught as well.
  const answer = (async () => ask())().catch((error: unknown) => {
    onError?.(error);
    return null;
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
