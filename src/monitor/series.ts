import { LANES, type Lane, type QueueCounts } from '../queue/types.js';
import { services } from '../services/index.js';
import { READING_DAYS, READING_SLOT_MS, SLOT_DAYS, SLOT_MS } from './limits.js';
import { READING_RESULTS, type ReadingResult } from './types.js';

/*
 * Every series that there is. A name is made of words of ours alone: a service of the catalogue, a lane, an outcome. So
 * nothing that a stranger spelt is ever in one, and there are only so many.
 */

/** Services of the catalogue. `website`, which is one of them, stands for every address that no other entry knows. */
export const SERVICES: readonly string[] = services.map(({ id }) => id);
export const QUEUE_STATES = [
  'waiting',
  'delayed',
  'active',
] as const satisfies readonly (keyof QueueCounts)[];
/** How a run of a job ended: see JobObserver. */
export const JOB_OUTCOMES = ['done', 'again', 'failed', 'dropped'] as const;
export type JobOutcome = (typeof JOB_OUTCOMES)[number];
/** By the first digit of the status; `gone`: the client was, before there was an answer. */
export const REQUEST_CLASSES = ['2xx', '3xx', '4xx', '5xx', 'gone'] as const;
export type RequestClass = (typeof REQUEST_CLASSES)[number];

export const READINGS = 'readings.';
export const LATE = 'schedules.late';
export const SCHEDULED = 'scheduled';
export const RESTING = 'hosts.resting';

export const readingSeries = (service: string, result: ReadingResult): string =>
  `${READINGS}${service}.${result}`;
export const queueSeries = (lane: Lane, state: keyof QueueCounts): string => `queue.${lane}.${state}`;
export const jobSeries = (outcome: JobOutcome): string => `jobs.${outcome}`;
export const requestSeries = (name: RequestClass): string => `requests.${name}`;

/** What a series of readings counts; null for another series, and for a service that is in the catalogue no more. */
export function readingOf(
  series: string,
): { readonly service: string; readonly result: ReadingResult } | null {
  return BY_READING.get(series) ?? null;
}

const BY_READING = new Map(
  SERVICES.flatMap((service) =>
    READING_RESULTS.map((result) => [readingSeries(service, result), { service, result }] as const),
  ),
);

/** All that are counted in slots of `SLOT_MS`. */
export const SLOT_SERIES: readonly string[] = [
  ...LANES.flatMap((lane) => QUEUE_STATES.map((state) => queueSeries(lane, state))),
  ...JOB_OUTCOMES.map(jobSeries),
  ...REQUEST_CLASSES.map(requestSeries),
  LATE,
  SCHEDULED,
  RESTING,
];

/** Milliseconds of a slot of a series. */
export const slotMsOf = (series: string): number => (series.startsWith(READINGS) ? READING_SLOT_MS : SLOT_MS);

/** What is dropped after how many days, by what its name begins with. The last one is of names of older versions too. */
export const KEPT: readonly { readonly prefix: string; readonly days: number }[] = [
  ...['queue.', 'jobs.', 'requests.', LATE, SCHEDULED, RESTING].map((prefix) => ({
    prefix,
    days: SLOT_DAYS,
  })),
  { prefix: '', days: READING_DAYS },
];
