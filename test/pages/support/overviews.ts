import type {
  Line,
  Overview,
  Plot,
  Point,
  ReadingResult,
  ServiceHealth,
} from '../../../src/monitor/types.js';
import { NOON } from '../../support/frozen-clock.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_STEPS = 288;
const WEEK_HOURS = 168;

const before = (ms: number): string => new Date(Date.parse(NOON) - ms).toISOString();
const after = (ms: number): string => before(-ms);

const counts = (some: Partial<Record<ReadingResult, number>>): Record<ReadingResult, number> => ({
  ...{ confirmed: 0, missing: 0, without: 0, broken: 0, absent: 0, unreachable: 0 },
  ...some,
});

/** Steps that end now. @param value by the part of the whole time that is over, 0 to 1 */
function points(count: number, stepMs: number, value: (part: number, n: number) => number | null): Point[] {
  return Array.from({ length: count }, (_, n) => ({
    at: before((count - n) * stepMs),
    value: value(n / count, n),
  }));
}

const line = (name: string, value: (part: number, n: number) => number | null): Line => ({
  name,
  points: points(DAY_STEPS, 5 * MINUTE_MS, value),
});
const wave = (most: number) => (part: number) => Math.round(most * (0.6 + 0.4 * Math.sin(part * 12)));

/** As `plotsNow` names them, with a time in which nobody counted. */
const PLOTS: readonly Plot[] = [
  {
    name: 'queue',
    title: 'Jobs that wait',
    unit: 'jobs',
    lines: [
      line('demand', (part) => (part > 0.8 ? Math.round((part - 0.8) * 60) : 0)),
      line('background', (part) => (part > 0.3 && part < 0.4 ? null : wave(1_400)(part))),
    ],
  },
  {
    name: 'jobs',
    title: 'Runs of jobs that ended',
    unit: 'jobs',
    lines: [
      line('done', wave(260)),
      line('again', wave(40)),
      line('failed', (_, n) => (n % 60 === 0 ? 3 : 0)),
      line('dropped', () => 0),
    ],
  },
  {
    name: 'scheduled',
    title: 'Jobs that the schedule asked for',
    unit: 'jobs',
    lines: [line('scheduled', wave(260))],
  },
  { name: 'late', title: 'Schedules that are late', unit: 'schedules', lines: [line('late', wave(12))] },
  { name: 'resting', title: 'Hosts left alone', unit: 'hosts', lines: [line('resting', wave(5))] },
  {
    name: 'requests',
    title: 'Requests answered',
    unit: 'requests',
    lines: ['2xx', '3xx', '4xx', '5xx', 'gone'].map((name, n) => line(name, wave(900 / 4 ** n))),
  },
];

const failing = (value: (part: number, n: number) => number | null) => points(WEEK_HOURS, HOUR_MS, value);

const GITHUB: ServiceHealth = {
  service: 'github',
  recent: counts({ confirmed: 22, missing: 148, without: 61, absent: 3, unreachable: 2 }),
  unusual: [{ result: 'missing', hours: 6, count: 48, of: 50, usual: 0.01, evidence: 412.4 }],
  failing: failing((part) => (part > 0.95 ? 0.94 : 0.01)),
};
const BLUESKY: ServiceHealth = {
  service: 'bluesky',
  recent: counts({ confirmed: 402, without: 12, unreachable: 61 }),
  unusual: [{ result: 'unreachable', hours: 1, count: 19, of: 60, usual: 0.02, evidence: 71 }],
  failing: failing((part) => (part > 0.99 ? 0.3 : 0.02)),
};
const WEBSITE: ServiceHealth = {
  service: 'website',
  recent: counts({ confirmed: 12_345, missing: 12, without: 2_204, broken: 7, absent: 90, unreachable: 310 }),
  unusual: [],
  failing: failing((_, n) => (n >= 96 && n < 120 ? null : 0.03)),
};

/** A busy deployment, one service of which has changed its markup. */
export const BUSY: Overview = {
  at: NOON,
  mode: 'distributed',
  queue: {
    demand: { waiting: 12, delayed: 0, active: 8 },
    background: { waiting: 1_234, delayed: 56, active: 16 },
  },
  jobs: { queued: 1_246, active: 24, scheduled: 1_250 },
  schedules: {
    count: 1_204_311,
    late: 500,
    latest: ['alice', 'bob', 'carol'].map((user, n) => ({
      subject: `mimi://a.example/u/${user}`,
      everySeconds: 86_400,
      dueAt: before((n + 2) * HOUR_MS),
      ...{ calm: 3, soon: 0, createdAt: before(30 * 24 * HOUR_MS), lastRunAt: before(26 * HOUR_MS) },
    })),
  },
  services: [GITHUB, BLUESKY, WEBSITE],
  resting: {
    hosts: [
      { host: 'api.github.com', until: after(48 * MINUTE_MS) },
      { host: 'social.example', until: after(12_000) },
    ],
    unnamed: 3,
  },
  plots: PLOTS,
};

/** A server that was started just now. */
export const QUIET: Overview = {
  at: NOON,
  mode: 'embedded',
  queue: {
    demand: { waiting: 0, delayed: 0, active: 0 },
    background: { waiting: 0, delayed: 0, active: 0 },
  },
  jobs: { queued: 0, active: 0, scheduled: 0 },
  schedules: { count: 0, late: 0, latest: [] },
  services: [],
  resting: { hosts: [], unnamed: 0 },
  plots: PLOTS.map((plot) => ({
    ...plot,
    lines: plot.lines.map(({ name }) => line(name, () => null)),
  })),
};

/** Redis and the store are away. */
export const SILENT: Overview = {
  ...{ at: NOON, mode: 'distributed' as const },
  ...{ queue: null, jobs: null, schedules: null, services: null, resting: null, plots: null },
};
