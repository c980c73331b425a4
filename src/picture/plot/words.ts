import { dateText } from '../../design/age.js';
import { numberText, percentText } from '../../design/number-text.js';
import { highestOf, type PlotLine, type PlotPoint } from './model.js';

export const NOTHING_COUNTED = 'Nothing was counted yet.';
export const NOT_COUNTED = 'not counted';
export const EACH_IS_HIGHEST = 'Each is the highest from its time to the next.';

interface Extremes {
  readonly last: PlotPoint;
  readonly highest: PlotPoint;
  readonly hasGaps: boolean;
}

/** Null: nobody counted. */
function extremesOf(points: readonly PlotPoint[]): Extremes | null {
  const counted = points.filter((point) => highestOf([point]) !== null);
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === undefined || last === undefined) return null;
  const highest = counted.reduce((best, one) => (countOf(one) > countOf(best) ? one : best), first);
  return { last, highest, hasGaps: counted.length < points.length };
}

const countOf = (point: PlotPoint): number => highestOf([point]) ?? 0;

/** `last 3, at most 12`: beside the name of a line. */
export function summaryOf(points: readonly PlotPoint[]): string {
  const found = extremesOf(points);
  if (found === null) return NOT_COUNTED;
  return `last ${numberText(countOf(found.last))}, at most ${numberText(countOf(found.highest))}`;
}

/** The same as a plot shows, in sentences. */
export function plotDescription(lines: readonly PlotLine[]): string {
  const sentences = lines.map(({ name, points }) => `${name}: ${told(points, numberText)}.`);
  return sentences.length === 0 ? NOTHING_COUNTED : sentences.join(' ');
}

/** Of shares. */
export function sparkDescription(points: readonly PlotPoint[]): string {
  return `${told(points, percentText)}.`;
}

function told(points: readonly PlotPoint[], text: (value: number) => string): string {
  const found = extremesOf(points);
  if (found === null) return NOT_COUNTED;
  const { last, highest, hasGaps } = found;
  const gaps = hasGaps ? ', with times in which nobody counted' : '';
  const end = `${text(countOf(last))} at ${dateText(last.at)}`;
  return `${end}, at most ${text(countOf(highest))} at ${dateText(highest.at)}${gaps}`;
}
