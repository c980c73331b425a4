import { type Box, type Form, WIDTHS } from '../geometry.js';
import type { Bar, Bars } from './model.js';
import { NEEDED } from './words.js';

export interface PlacedBar extends Box {
  readonly bar: Bar;
  /** Upper edge of its row. */
  readonly top: number;
}

export interface BarsLayout {
  readonly form: Form;
  readonly width: number;
  readonly height: number;
  readonly plot: Box;
  readonly bars: readonly PlacedBar[];
  readonly total: Box & { readonly top: number };
  readonly ticks: readonly { readonly db: number; readonly x: number }[];
  readonly zero: number;
  readonly needed: number;
}

interface BarMetrics {
  readonly row: number;
  /** Of the bar in its row. */
  readonly offset: number;
  readonly thickness: number;
  readonly plotX: number;
  readonly plotWidth: number;
  /** As many as their numbers have room for. */
  readonly mostTicks: number;
}

/** Name, bar and number side by side; on a phone the bar is below the other two. */
export const BAR_METRICS: Readonly<Record<Form, BarMetrics>> = {
  wide: { row: 32, offset: 7, thickness: 18, plotX: 260, plotWidth: 640, mostTicks: 9 },
  narrow: { row: 46, offset: 24, thickness: 14, plotX: 24, plotWidth: WIDTHS.narrow - 48, mostTicks: 5 },
};
/** Above the rows: room for the scale. */
const AXIS = 26;
const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;
/** A sum that is nothing is still a line. */
const LEAST_WIDTH = 1.5;

/** One scale for all bars; each begins where the last one ended. Pure. */
export function layoutBars({ bars, total }: Bars, form: Form): BarsLayout {
  const { row, offset, thickness, plotX, plotWidth, mostTicks } = BAR_METRICS[form];
  const reached = [0, NEEDED, total, ...bars.flatMap(({ from, to }) => [from, to])];
  const [least, most] = [Math.min(...reached), Math.max(...reached)];
  const step = STEPS.find((s) => (most - least) / s <= mostTicks - 2) ?? (most - least) / (mostTicks - 2);
  const [low, high] = [Math.floor(least / step) * step, Math.ceil(most / step) * step];
  const x = (db: number) => plotX + ((db - low) / (high - low)) * plotWidth;
  const boxOf = (i: number, from: number, to: number): Box & { top: number } => ({
    top: AXIS + i * row,
    x: Math.min(x(from), x(to)),
    y: AXIS + i * row + offset,
    width: Math.max(LEAST_WIDTH, Math.abs(x(to) - x(from))),
    height: thickness,
  });
  const end = AXIS + (bars.length + 1) * row;
  return {
    ...{ form, width: WIDTHS[form], height: end + 4 },
    plot: { x: plotX, y: AXIS, width: plotWidth, height: end - AXIS },
    bars: bars.map((bar, i) => ({ bar, ...boxOf(i, bar.from, bar.to) })),
    total: boxOf(bars.length, 0, total),
    ticks: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => ({
      db: low + i * step,
      x: x(low + i * step),
    })),
    zero: x(0),
    needed: x(NEEDED),
  };
}
