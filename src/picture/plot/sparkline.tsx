import type { JSX } from 'preact';
import { bottom, right } from '../geometry.js';
import { layoutSpark, SPARK } from './layout.js';
import type { PlotPoint } from './model.js';
import { areaPath, linePath } from './picture.js';
import { sparkDescription } from './words.js';

export interface SparklineProps {
  readonly title: string;
  /** Shares, 0 to 1. */
  readonly points: readonly PlotPoint[];
}

/** A share over time, as small as a word: its lower edge is nothing, its upper edge is all. */
export function Sparkline({ title, points }: SparklineProps): JSX.Element {
  const { width, height, runs } = layoutSpark(points);
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${title}: ${sparkDescription(points)}`}
    >
      <path class="zero" d={`M${SPARK.x} ${bottom(SPARK)}H${right(SPARK)}`} />
      {runs.length > 0 && (
        <>
          <path class="under" d={runs.map((run) => areaPath(run, bottom(SPARK))).join('')} />
          <path class="trace trace-0" d={runs.map(linePath).join('')} />
        </>
      )}
    </svg>
  );
}
