import { highestOf, type PlotLine } from './model.js';

/** The numbers of a plot from one time to the next, one for each line. */
export interface PlotRow {
  /** ISO time. */
  readonly at: string;
  readonly values: readonly (number | null)[];
}

/** The same numbers as a plot's, in at most `most` rows. */
export function rowsOf(lines: readonly PlotLine[], most: number): readonly PlotRow[] {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort();
  const size = Math.max(1, Math.ceil(times.length / most));
  return Array.from({ length: Math.ceil(times.length / size) }, (_, index) => {
    const group = new Set(times.slice(index * size, (index + 1) * size));
    const values = lines.map(({ points }) => highestOf(points.filter(({ at }) => group.has(at))));
    return { at: times[index * size] ?? '', values };
  });
}
