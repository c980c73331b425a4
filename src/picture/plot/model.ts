/** What was counted in one step of time. */
export interface PlotPoint {
  /** ISO time at which the step begins. */
  readonly at: string;
  /** Null: nobody counted. */
  readonly value: number | null;
}

export interface PlotLine {
  /** Our own words. */
  readonly name: string;
  /** The oldest first. */
  readonly points: readonly PlotPoint[];
}

/** Numbers that are counted are below; nothing larger could be told by a picture either. */
const MAX_VALUE = 1e15;

/**
 * The same in at most `most` points, each the highest of several: a peak is never lost, and what was counted for a part of
 * a step stands for it. Points without a time are left out, and what is no number was not counted.
 */
export function condensed(points: readonly PlotPoint[], most: number): readonly PlotPoint[] {
  const known = points.filter(({ at }) => !Number.isNaN(Date.parse(at)));
  const size = Math.max(1, Math.ceil(known.length / most));
  return Array.from({ length: Math.ceil(known.length / size) }, (_, index) => {
    const group = known.slice(index * size, (index + 1) * size);
    return { at: group[0]?.at ?? '', value: highestOf(group) };
  });
}

/** Null: nobody counted at any time. */
export function highestOf(points: readonly PlotPoint[]): number | null {
  return points.reduce<number | null>((highest, { value }) => {
    if (value === null || Number.isNaN(value)) return highest;
    return Math.max(highest ?? 0, Math.min(value, MAX_VALUE));
  }, null);
}
