import type { Clock } from '../fetch/types.js';
import { LANES, type Queue } from '../queue/types.js';
import type { Sample, SampleStore } from '../store/sample-types.js';
import type { ScheduleStore } from '../store/schedule-types.js';
import { lateSchedules } from './late.js';
import { DAY_MS, PRUNE_PAGE, SLOT_MS } from './limits.js';
import { KEPT, LATE, QUEUE_STATES, queueSeries, RESTING } from './series.js';
import { slotOf } from './slots.js';

export interface GaugeDeps {
  readonly clock: Clock;
  readonly samples: Pick<SampleStore, 'set' | 'prune'>;
  readonly queue: Pick<Queue, 'counts'>;
  readonly schedules: Pick<ScheduleStore, 'due'>;
  /** Hosts that are left alone. */
  readonly resting: () => Promise<number>;
  /** Hears of what could not be counted. */
  readonly onError: (error: unknown) => void;
}

/**
 * Notes what stands at this moment. What cannot be asked just now is left out: nobody counted is not 0. Rejects where the
 * store does not take it.
 */
export async function noteGauges(deps: GaugeDeps): Promise<void> {
  const { clock, samples, queue, schedules, resting, onError } = deps;
  const now = clock.now();
  const slot = slotOf(now, SLOT_MS);
  const read = (ask: () => Promise<readonly Omit<Sample, 'slot'>[]>) =>
    ask().catch((error: unknown): readonly Omit<Sample, 'slot'>[] => {
      onError(error);
      return [];
    });
  const values = await Promise.all([
    read(async () => {
      const counts = await queue.counts();
      return LANES.flatMap((lane) =>
        QUEUE_STATES.map((state) => ({ series: queueSeries(lane, state), value: counts[lane][state] })),
      );
    }),
    read(async () => [{ series: LATE, value: (await lateSchedules(schedules, now)).length }]),
    read(async () => [{ series: RESTING, value: await resting() }]),
  ]);
  await samples.set(values.flat().map((value) => ({ ...value, slot })));
}

/** Drops what has been kept for long enough; gives its number. */
export async function pruneSamples(samples: Pick<SampleStore, 'prune'>, now: Date): Promise<number> {
  let count = 0;
  for (const { prefix, days } of KEPT) {
    const before = new Date(now.getTime() - days * DAY_MS).toISOString();
    for (let page = PRUNE_PAGE; page === PRUNE_PAGE; count += page)
      page = await samples.prune(prefix, before, PRUNE_PAGE);
  }
  return count;
}
