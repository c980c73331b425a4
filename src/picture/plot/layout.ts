import { type Box, bottom, type Point, right, WIDTHS } from '../geometry.js';
import { WORD_SIZE } from '../graph/metrics.js';
import { widthOf } from '../measure.js';
import { condensed, highestOf, type PlotLine, type PlotPoint } from './model.js';
import { timeTicks, valueScale } from './scale.js';

export interface PlacedLine {
  readonly name: string;
  /** Points without a gap between them: a run of its own for each time in which somebody counted. */
  readonly runs: readonly (readonly Point[])[];
}

export interface PlotLayout {
  readonly width: number;
  readonly height: number;
  /** Where the lines are. */
  readonly plot: Box;
  readonly values: readonly { readonly value: number; readonly y: number }[];
  readonly times: readonly { readonly text: string; readonly x: number }[];
  readonly lines: readonly PlacedLine[];
}

export interface SparkLayout {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly (readonly Point[])[];
}

const HEIGHT = 168;
/** Beside it is room for the widest number. */
const PLOT: Box = { x: 48, y: 10, width: WIDTHS.narrow - 48 - 6, height: 126 };
/** Points of one line: three units each. */
export const MOST_POINTS = 96;
/** Numbers above 0 and times on the axes: as many as have room. */
const MOST_VALUES = 4;
const MOST_TIMES = 5;

export const SPARK: Box = { x: 2, y: 3, width: 124, height: 24 };
const SPARK_WIDTH = 128;
const SPARK_HEIGHT = 30;
const MOST_SPARK_POINTS = 84;

/** Time from left to right, from 0 upwards; of the one form that it has, one unit is a pixel on a phone. Pure. */
export function layoutPlot(lines: readonly PlotLine[]): PlotLayout {
  const shown = lines.map(({ name, points }) => ({ name, points: condensed(points, MOST_POINTS) }));
  const highest = Math.max(0, ...shown.map(({ points }) => highestOf(points) ?? 0));
  const { top, ticks } = valueScale(highest, MOST_VALUES);
  const times = shown.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)));
  const span = { from: least(times), to: most(times) };
  const atTime = timeScale(span, PLOT);
  return {
    ...{ width: WIDTHS.narrow, height: HEIGHT, plot: PLOT },
    values: ticks.map((value) => ({ value, y: bottom(PLOT) - (value / top) * PLOT.height })),
    times: (times.length === 0 ? [] : timeTicks(span.from, span.to, MOST_TIMES))
      .map(({ time, text }) => ({ text, x: atTime(time) }))
      .filter(({ text, x }) => x + widthOf(text, WORD_SIZE, 'sans') / 2 <= WIDTHS.narrow),
    lines: shown.map(({ name, points }) => ({ name, runs: runsOf(points, top, PLOT, atTime) })),
  };
}

/** A line as small as a word, of shares: 0 is its lower edge and 1 its upper one. Pure. */
export function layoutSpark(points: readonly PlotPoint[]): SparkLayout {
  const shown = condensed(points, MOST_SPARK_POINTS);
  const times = shown.map(({ at }) => Date.parse(at));
  const runs = runsOf(shown, 1, SPARK, timeScale({ from: least(times), to: most(times) }, SPARK));
  return { width: SPARK_WIDTH, height: SPARK_HEIGHT, runs };
}

// A week in steps of five minutes is more than a call takes as arguments on some machines.
const least = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => Math.min(a, b), numbers[0] ?? 0);
const most = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => Math.max(a, b), numbers[0] ?? 0);

type AtTime = (time: number) => number;

/** A single instant is in the middle. */
function timeScale({ from, to }: { from: number; to: number }, box: Box): AtTime {
  return (time) => box.x + (to > from ? (time - from) / (to - from) : 0.5) * box.width;
}

function runsOf(points: readonly PlotPoint[], top: number, box: Box, atTime: AtTime): Point[][] {
  const runs: Point[][] = [[]];
  for (const point of points) {
    const value = highestOf([point]);
    const y = bottom(box) - Math.min(1, (value ?? 0) / top) * box.height;
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ x: Math.min(right(box), atTime(Date.parse(point.at))), y });
  }
  return runs.filter((run) => run.length > 0);
}
