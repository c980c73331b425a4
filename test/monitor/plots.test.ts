import { describe, expect, test } from 'vitest';
import { plotsAsked, plotsNow } from '../../src/monitor/plots.js';
import { SLOT_SERIES } from '../../src/monitor/series.js';

const NOW = new Date('2026-11-21T12:34:56.000Z');
const FIRST = '2026-11-20T12:30:00.000Z';
const LAST = '2026-11-21T12:25:00.000Z';

describe('the plots of a day', () => {
  test('have a point for each five minutes that are over, and null where nobody counted', () => {
    const plots = plotsNow(
      [
        { series: 'queue.demand.waiting', slot: FIRST, value: 3 },
        { series: 'queue.demand.waiting', slot: LAST, value: 0 },
        { series: 'queue.demand.waiting', slot: '2026-11-21T12:30:00.000Z', value: 9 },
        { series: 'requests.gone', slot: LAST, value: 2 },
        { series: 'readings.github.confirmed', slot: LAST, value: 2 },
      ],
      NOW,
    );
    const lines = plots.flatMap(({ name, lines: of }) =>
      of.map((line) => ({ name: `${name} ${line.name}`, line })),
    );
    expect(new Set(lines.map(({ line }) => line.points.length))).toEqual(new Set([288]));
    const drawn = lines.map(({ name, line }) => [name, line.points.filter(({ value }) => value !== null)]);
    expect(drawn.filter(([, points]) => points?.length)).toEqual([
      [
        'queue demand',
        [
          { at: FIRST, value: 3 },
          { at: LAST, value: 0 },
        ],
      ],
      ['requests gone', [{ at: LAST, value: 2 }]],
    ]);
    expect([lines[0]?.line.points[0]?.at, lines[0]?.line.points.at(-1)?.at]).toEqual([FIRST, LAST]);
    expect(plotsAsked(NOW)).toEqual({ prefix: '', from: FIRST });
  });

  test('are the same, and empty, where nothing was counted', () => {
    expect(
      plotsNow([], NOW).map(({ name, unit, lines }) => [name, unit, lines.map((line) => line.name)]),
    ).toEqual([
      ['queue', 'jobs', ['demand', 'background']],
      ['jobs', 'jobs', ['done', 'again', 'failed', 'dropped']],
      ['scheduled', 'jobs', ['scheduled']],
      ['late', 'schedules', ['late']],
      ['resting', 'hosts', ['resting']],
      ['requests', 'requests', ['2xx', '3xx', '4xx', '5xx', 'gone']],
    ]);
  });

  test('are of series that there are', () => {
    const at = plotsAsked(NOW).from;
    const values = SLOT_SERIES.map((series, value) => ({ series, slot: at, value }));
    const seen = plotsNow(values, NOW).flatMap(({ lines }) => lines.map(({ points }) => points[0]?.value));
    expect(seen).not.toContain(null);
  });
});
