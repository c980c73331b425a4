import type { Sample } from '../store/sample-types.js';
import { DAY_MS, FAILING_MS, HOUR_MS, READING_SLOT_MS } from './limits.js';
import { READINGS, readingOf } from './series.js';
import { slotStart, slotsUntil } from './slots.js';
import { FAILING, type Point, READING_RESULTS, type ReadingResult, type ServiceHealth } from './types.js';
import { type Counts, NO_READINGS, PAST_HOURS, sumOf, totalOf, unusualNow, WINDOWS } from './unusual.js';

/** What `servicesNow` needs of the samples: those that begin so, from this time on. */
export function readingsAsked(now: Date): { readonly prefix: string; readonly from: string } {
  const hours = Math.max(...WINDOWS) + PAST_HOURS;
  const from = slotStart(now.getTime(), READING_SLOT_MS) - hours * HOUR_MS;
  return { prefix: READINGS, from: new Date(from).toISOString() };
}

/** How the services do that were read lately: what is clearly unusual first, then those that are read most. Pure. */
export function servicesNow(samples: readonly Sample[], now: Date): readonly ServiceHealth[] {
  const running = slotStart(now.getTime(), READING_SLOT_MS);
  const end = running + HOUR_MS;
  const health = [...byService(samples)]
    .filter(([, hours]) => sumOf(totalOf(hours, end - FAILING_MS, end), READING_RESULTS) > 0)
    .map(([service, hours]): ServiceHealth => {
      return {
        service,
        recent: totalOf(hours, running - DAY_MS, end),
        unusual: unusualNow(hours, now),
        failing: failingShares(hours, running),
      };
    });
  return health.sort(
    (a, b) =>
      clearest(b) - clearest(a) ||
      sumOf(b.recent, READING_RESULTS) - sumOf(a.recent, READING_RESULTS) ||
      (a.service < b.service ? -1 : 1),
  );
}

function byService(samples: readonly Sample[]): ReadonlyMap<string, ReadonlyMap<number, Counts>> {
  const services = new Map<string, Map<number, Record<ReadingResult, number>>>();
  for (const { series, slot, value } of samples) {
    const reading = readingOf(series);
    if (reading === null) continue;
    const hours = services.get(reading.service) ?? new Map<number, Record<ReadingResult, number>>();
    services.set(reading.service, hours);
    const at = Date.parse(slot);
    const counts = hours.get(at) ?? { ...NO_READINGS };
    hours.set(at, counts);
    counts[reading.result] += value;
  }
  return services;
}

function failingShares(hours: ReadonlyMap<number, Counts>, running: number): readonly Point[] {
  return slotsUntil(running, FAILING_MS / READING_SLOT_MS, READING_SLOT_MS).map((at) => {
    const counts = hours.get(Date.parse(at)) ?? NO_READINGS;
    const of = sumOf(counts, READING_RESULTS);
    return { at, value: of === 0 ? null : sumOf(counts, FAILING) / of };
  });
}

const clearest = ({ unusual }: ServiceHealth): number => unusual[0]?.evidence ?? 0;
