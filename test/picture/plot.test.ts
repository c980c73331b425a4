import fc from 'fast-check';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { bottom, right } from '../../src/picture/geometry.js';
import { layoutPlot, layoutSpark, MOST_POINTS, SPARK } from '../../src/picture/plot/layout.js';
import { condensed, highestOf, type PlotLine, type PlotPoint } from '../../src/picture/plot/model.js';
import { linePath, PlotPicture, PlotTable } from '../../src/picture/plot/picture.js';
import { rowsOf } from '../../src/picture/plot/rows.js';
import { timeTicks, valueScale } from '../../src/picture/plot/scale.js';
import { Sparkline } from '../../src/picture/plot/sparkline.js';
import { plotDescription, summaryOf } from '../../src/picture/plot/words.js';
import { drawn, faultsOf } from './support/svg.js';

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const STEP_MS = 300_000;
const at = (n: number): string => new Date(NOON_MS + n * STEP_MS).toISOString();
const line = (name: string, values: readonly (number | null)[]): PlotLine => ({
  name,
  points: values.map((value, n) => ({ at: at(n), value })),
});

/** What nobody should count, too. */
const values = fc.oneof(
  fc.constant(null),
  fc.constant(0),
  fc.nat({ max: 50 }),
  fc.double(),
  fc.constantFrom(Number.MAX_VALUE, Number.MIN_VALUE, Number.POSITIVE_INFINITY, Number.NaN, -1, 2 ** 53),
);
const names = fc.constantFrom('demand', 'background', 'completed', 'failed');
const lines = fc.uniqueArray(
  fc.tuple(names, fc.array(values, { maxLength: 400 })).map(([name, all]) => line(name, all)),
  { minLength: 1, maxLength: 4, selector: ({ name }) => name },
);
const isInside = (box: typeof SPARK, point: { x: number; y: number }): boolean =>
  point.x >= box.x && point.x <= right(box) && point.y >= box.y && point.y <= bottom(box);

describe('a plot', () => {
  it('has every point in its box, whatever was counted', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const { plot, lines: placed, values: ticks } = layoutPlot(some);
        const points = placed.flatMap(({ runs }) => runs.flat());
        expect(points.filter((point) => !isInside(plot, point))).toEqual([]);
        expect(ticks.filter(({ y }) => !(y >= plot.y && y <= bottom(plot)))).toEqual([]);
        expect(placed.every(({ runs }) => runs.every((run) => run.length > 0))).toBe(true);
      }),
    );
  });

  it('shows the later to the right, and the more above', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { minLength: 2, maxLength: MOST_POINTS }), (all) => {
        const [run = []] = layoutPlot([line('demand', all)]).lines[0]?.runs ?? [];
        expect(run.length).toBe(all.length);
        for (const [n, point] of run.entries()) {
          const next = run[n + 1];
          if (next === undefined) continue;
          expect(next.x).toBeGreaterThan(point.x);
          expect(Math.sign(point.y - next.y)).toBe(Math.sign((all[n + 1] ?? 0) - (all[n] ?? 0)));
        }
      }),
    );
  });

  it('has gaps where nobody counted, and a dot for who stands alone', () => {
    const [placed] = layoutPlot([line('demand', [1, 2, null, null, 4, null, 0])]).lines;
    expect(placed?.runs.map((run) => run.length)).toEqual([2, 1, 1]);
    expect(linePath([{ x: 1, y: 2 }])).toBe('M1 2h0');
    expect(linePath([...[1, 2].map((x) => ({ x, y: 2 }))])).toBe('M1 2 2 2');
  });

  it('puts a single point into the middle', () => {
    const { plot, lines: placed } = layoutPlot([line('demand', [3])]);
    expect(placed[0]?.runs).toEqual([[{ x: plot.x + plot.width / 2, y: plot.y }]]);
  });

  it.each([
    ['nothing at all', []],
    ['no point', [line('demand', [])]],
    ['no number', [line('demand', [null, null])]],
  ])('says that nothing was counted: %s', (_, some) => {
    const html = renderToString(h(PlotPicture, { id: 'p', title: 'Jobs', lines: some }));
    const [picture] = drawn(html);
    expect(picture?.texts.map(({ text }) => text)).toContain('Nothing was counted yet.');
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('shows nothing but zero as a line on its axis', () => {
    const { plot, lines: placed, values: ticks } = layoutPlot([line('demand', [0, 0, 0])]);
    expect(placed[0]?.runs[0]?.map(({ y }) => y)).toEqual([bottom(plot), bottom(plot), bottom(plot)]);
    expect(ticks.map(({ value }) => value)).toEqual([0, 1]);
  });

  it('is drawn without a fault, and its words are those of the table', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const html = renderToString(h(PlotPicture, { id: 'p', title: 'Jobs that wait', lines: some }));
        expect(drawn(html).flatMap(faultsOf)).toEqual([]);
        expect(html).not.toMatch(/NaN|Infinity|undefined/);
        expect(renderToString(h(PlotTable, { title: 'Jobs that wait', lines: some }))).not.toMatch(
          /NaN|Infinity|undefined/,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('tells its lines apart without a colour', () => {
    const some = ['a', 'b', 'c', 'd'].map((name) => line(name, [1, 2]));
    const html = renderToString(h(PlotPicture, { id: 'p', title: 'Jobs', lines: some }));
    const classes = [...html.matchAll(/class="(trace trace-\d)"/g)].map((match) => match[1]);
    expect(new Set(classes).size).toBe(4);
    // Each once in the picture and once beside its name.
    expect(classes.length).toBe(8);
  });
});

describe('the numbers of a plot', () => {
  const some = [line('demand', [1, 9, null, 2]), line('background', [null, null, 5, 4])];

  it('never lose a peak', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 600 }), fc.integer({ min: 1, max: 100 }), (all, most) => {
        const { points } = line('demand', all);
        const fewer = condensed(points, most);
        expect(fewer.length).toBeLessThanOrEqual(most);
        expect(highestOf(fewer)).toBe(highestOf(points));
      }),
    );
  });

  it('leave out what has no time', () => {
    expect(condensed([{ at: 'never', value: 1 }, ...line('a', [2]).points], 9)).toEqual(
      line('a', [2]).points,
    );
  });

  it('stand in rows, by the time of the first', () => {
    expect(rowsOf(some, 2)).toEqual([
      { at: at(0), values: [9, null] },
      { at: at(2), values: [2, 5] },
    ]);
    expect(rowsOf([], 24)).toEqual([]);
  });

  it('are told in sentences too', () => {
    expect(plotDescription(some)).toBe(
      'demand: 2 at 21 Nov 2026 12:15 UTC, at most 9 at 21 Nov 2026 12:05 UTC, with times in which nobody counted. ' +
        'background: 4 at 21 Nov 2026 12:15 UTC, at most 5 at 21 Nov 2026 12:10 UTC, with times in which nobody counted.',
    );
    expect([summaryOf(some[0]?.points ?? []), summaryOf([])]).toEqual(['last 2, at most 9', 'not counted']);
  });
});

describe('the axes', () => {
  it('have round whole numbers, the last at or above the highest, and no more than have room', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e15, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        (highest, most) => {
          const { top, ticks } = valueScale(highest, most);
          expect([ticks[0], ticks.at(-1), top >= highest, top > 0]).toEqual([0, top, true, true]);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          expect(ticks.filter((tick) => !Number.isInteger(tick))).toEqual([]);
          const [, step = 0] = ticks;
          expect([1, 2, 5]).toContain(Number(String(step)[0]));
        },
      ),
    );
  });

  it('have the round times of UTC, and the day where one begins', () => {
    const texts = (hours: number) =>
      timeTicks(NOON_MS, NOON_MS + hours * 3_600_000, 5).map(({ text }) => text);
    expect([texts(24), texts(4), texts(24 * 7)]).toEqual([
      ['12:00', '18:00', '22 Nov', '06:00', '12:00'],
      ['12:00', '13:00', '14:00', '15:00', '16:00'],
      ['23 Nov', '25 Nov', '27 Nov'],
    ]);
  });

  it('have a time even where all is one instant', () => {
    expect(timeTicks(NOON_MS, NOON_MS, 5).map(({ text }) => text)).toEqual(['12:00']);
  });
});

describe('a plot as small as a word', () => {
  const shares = fc.array(fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1, noNaN: true })), {
    maxLength: 400,
  });

  it('is in its box, and 1 is its upper edge', () => {
    fc.assert(
      fc.property(shares, (all) => {
        const { runs } = layoutSpark(line('failing', all).points);
        expect(runs.flat().filter((point) => !isInside(SPARK, point))).toEqual([]);
      }),
    );
    const [run] = layoutSpark(line('failing', [0, 1]).points).runs;
    expect(run).toEqual([
      { x: SPARK.x, y: bottom(SPARK) },
      { x: right(SPARK), y: SPARK.y },
    ]);
  });

  it('is a sentence to who does not see it', () => {
    const points: readonly PlotPoint[] = line('failing', [0.01, 0.96, 0.5]).points;
    const html = renderToString(h(Sparkline, { title: 'GitHub', points }));
    expect(html).toContain(
      'aria-label="GitHub: 50 % at 21 Nov 2026 12:10 UTC, at most 96 % at 21 Nov 2026 12:05 UTC."',
    );
  });
});
