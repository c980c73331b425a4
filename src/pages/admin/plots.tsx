import type { VNode } from 'preact';
import type { Plot } from '../../monitor/types.js';
import { PlotPicture, PlotTable } from '../../picture/index.js';
import { Part } from '../parts.js';
import { Scroll } from './scroll.js';
import { EMPTY, lineName, NO_ANSWER } from './words.js';

/** The last day. */
export function Plots({ plots }: { plots: readonly Plot[] | null }): VNode {
  return (
    <Part id="plots" title="The last day" lead="Times are in UTC.">
      {plots === null && <p>{NO_ANSWER.store}</p>}
      {plots?.length === 0 && <p>{EMPTY.plots}</p>}
      <div class="plots">
        {plots?.map((plot) => (
          <PlotFigure key={plot.name} plot={plot} />
        ))}
      </div>
    </Part>
  );
}

function PlotFigure({ plot }: { plot: Plot }): VNode {
  const lines = plot.lines.map(({ name, points }) => ({ name: lineName(name), points }));
  return (
    <div>
      <h3>{plot.title}</h3>
      <PlotPicture id={`plot-${plot.name}`} title={plot.title} lines={lines} />
      <details>
        <summary>
          The numbers<span class="hidden"> of: {plot.title}</span>
        </summary>
        <Scroll label={`The numbers of: ${plot.title}`}>
          <PlotTable title={plot.title} lines={lines} />
        </Scroll>
      </details>
    </div>
  );
}
