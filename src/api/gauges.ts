import { seldom } from '../monitor/seldom.js';
import { LANES, type Queue } from '../queue/types.js';
import type { JobStore } from '../store/job-types.js';
import type { ScheduleStore } from '../store/schedule-types.js';
import type { Metrics } from './metrics.js';

/**
 * Milliseconds for which the number of schedules is remembered: to count a million rows takes a third of a second, and
 * each process of a deployment is asked every few seconds.
 */
const COUNT_AGAIN_MS = 60_000;

/** What is counted when Prometheus asks; a role gives what it holds. */
export interface Counted {
  readonly queue?: Pick<Queue, 'counts'>;
  readonly jobs?: Pick<JobStore, 'countOpen'>;
  readonly schedules?: Pick<ScheduleStore, 'count'>;
}

export function addGauges(metrics: Metrics, { queue, jobs, schedules }: Counted): void {
  if (queue !== undefined) {
    metrics.readAtScrape('queue_jobs', 'Jobs in the queue', ['lane', 'state'], async () => {
      const counts = await queue.counts();
      return LANES.flatMap((lane) =>
        (['waiting', 'delayed', 'active'] as const).map((state) => ({
          labels: { lane, state },
          value: counts[lane][state],
        })),
      );
    });
  }
  if (jobs !== undefined) {
    metrics.readAtScrape('open_jobs', 'Jobs that were asked for and have not ended', ['state'], async () => {
      const open = await jobs.countOpen();
      return (['queued', 'active'] as const).map((state) => ({ labels: { state }, value: open[state] }));
    });
  }
  if (schedules !== undefined) {
    const count = seldom(() => schedules.count(), COUNT_AGAIN_MS);
    metrics.readAtScrape('scheduled_subjects', 'Subjects that are verified again and again', [], async () => [
      { labels: {}, value: await count() },
    ]);
  }
}
