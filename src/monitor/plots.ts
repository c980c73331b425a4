import { LANES } from '../queue/types.js';
import type { Sample } from '../store/sample-types.js';
import { PLOT_MS, SLOT_MS } from './limits.js';
import {
  JOB_OUTCOMES,
  jobSeries,
  LATE,
  queueSeries,
  REQUEST_CLASSES,
  RESTING,
  requestSeries,
  SCHEDULED,
} from './series.js';
import { slotStart, slotsUntil } from './slots.js';
import type { Line, Plot } from './types.js';

interface Drawn extends Omit<Plot, 'lines'> {
  /** A line's name, and its series. */
  readonly lines: readonly (readonly [name: string, series: string])[];
}

const DRAWN: readonly Drawn[] = [
  {
    name: 'queue',
    title: 'Jobs that wait',
    unit: 'jobs',
    lines: LANES.map((lane) => [lane, queueSeries(lane, 'waiting')]),
  },
  {
    name: 'jobs',
    title: 'Runs of jobs that ended',
    unit: 'jobs',
    lines: JOB_OUTCOMES.map((outcome) => [outcome, jobSeries(outcome)]),
  },
  {
    name: 'scheduled',
    title: 'Jobs that the schedule asked for',
    unit: 'jobs',
    lines: [['scheduled', SCHEDULED]],
  },
  {
    name: 'late',
    title: 'Schedules that are late',
    unit: 'schedules',
    lines: [['late', LATE]],
  },
  {
    name: 'resting',
    title: 'Hosts left alone',
    unit: 'hosts',
    lines: [['resting', RESTING]],
  },
  {
    name: 'requests',
    title: 'Requests answered',
    unit: 'requests',
    lines: REQUEST_CLASSES.map((name) => [name, requestSeries(name)]),
  },
];

/** What `plotsNow` needs of the samples, of whatever series. */
export function plotsAsked(now: Date): { readonly prefix: string; readonly from: string } {
  return { prefix: '', from: stepsUntil(now)[0] ?? now.toISOString() };
}

/** The last day, in steps of five minutes. Pure. */
export function plotsNow(samples: readonly Sample[], now: Date): readonly Plot[] {
  const values = new Map(samples.map(({ series, slot, value }) => [`${slot} ${series}`, value]));
  const steps = stepsUntil(now);
  const lineOf = (name: string, series: string): Line => ({
    name,
    points: steps.map((at) => ({ at, value: values.get(`${at} ${series}`) ?? null })),
  });
  return DRAWN.map(({ lines, ...plot }) => ({
    ...plot,
    lines: lines.map(([name, series]) => lineOf(name, series)),
  }));
}

/** Without the running step, which is not full: its line would seem to fall. */
function stepsUntil(now: Date): readonly string[] {
  return slotsUntil(slotStart(now.getTime(), SLOT_MS) - SLOT_MS, PLOT_MS / SLOT_MS, SLOT_MS);
}
