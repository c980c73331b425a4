import type { JSX } from 'preact';
import { dateText } from '../../design/age.js';
import { numberText, shortNumber } from '../../design/number-text.js';
import { bottom, type Point, place, right } from '../geometry.js';
import { Drawing, Words } from '../parts.js';
import { layoutPlot, type PlacedLine, type PlotLayout } from './layout.js';
import type { PlotLine } from './model.js';
import { rowsOf } from './rows.js';
import { EACH_IS_HIGHEST, NOT_COUNTED, NOTHING_COUNTED, plotDescription, summaryOf } from './words.js';

export interface PlotProps {
  /** Begins the ids of this drawing: no other of the same page may have it. */
  readonly id: string;
  readonly title: string;
  /** One to five. */
  readonly lines: readonly PlotLine[];
}

/** Ways of drawing a line that differ without a colour; a sixth line looks like the first. */
const WAYS = 5;
/** Rows of the table: an hour each, of a day. */
const MOST_ROWS = 24;

/** Numbers over time: a picture, and beside it what each line is and where it stands. */
export function PlotPicture({ id, title, lines }: PlotProps): JSX.Element {
  const layout = layoutPlot(lines);
  return (
    <div class="picture plot">
      <div>
        <Drawing
          {...{ id, title, width: layout.width, height: layout.height }}
          form="narrow"
          description={plotDescription(lines)}
        >
          <Axes layout={layout} />
          {layout.lines.map((line, index) => (
            <Trace key={line.name} line={line} way={index % WAYS} base={bottom(layout.plot)} />
          ))}
        </Drawing>
      </div>
      <ul class="plot-legend">
        {lines.map(({ name, points }, index) => (
          <li key={name}>
            <svg viewBox="0 0 24 8" aria-hidden="true">
              <path class={`trace trace-${index % WAYS}`} d="M1 4H23" />
            </svg>
            <span>
              {name} <span class="muted">{summaryOf(points)}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Axes({ layout: { plot, values, times, lines } }: { layout: PlotLayout }): JSX.Element {
  const isEmpty = lines.every(({ runs }) => runs.length === 0);
  return (
    <>
      {values.map(({ value, y }) => (
        <g key={value}>
          <path class={value === 0 ? 'zero' : 'divider'} d={`M${plot.x} ${place(y)}H${right(plot)}`} />
          <Words at={{ x: plot.x - 6, y: y + 4 }} text={shortNumber(value)} class="muted end" />
        </g>
      ))}
      {times.map(({ text, x }) => (
        <g key={text}>
          <path class="zero" d={`M${place(x)} ${bottom(plot)}v4`} />
          <Words at={{ x, y: bottom(plot) + 20 }} text={text} class="muted centred" />
        </g>
      ))}
      {isEmpty && (
        <Words
          at={{ x: plot.x + plot.width / 2, y: plot.y + plot.height / 2 }}
          text={NOTHING_COUNTED}
          class="muted centred"
        />
      )}
    </>
  );
}

/** The first line stands on an area: where it is alone, and where others cross it. */
function Trace({ line: { runs }, way, base }: { line: PlacedLine; way: number; base: number }): JSX.Element {
  return (
    <>
      {way === 0 && runs.length > 0 && (
        <path class="under" d={runs.map((run) => areaPath(run, base)).join('')} />
      )}
      {runs.length > 0 && <path class={`trace trace-${way}`} d={runs.map(linePath).join('')} />}
    </>
  );
}

/** A point between two gaps is a dot: a line of no length, with round ends. */
export function linePath(run: readonly Point[]): string {
  const points = run.map(({ x, y }) => `${place(x)} ${place(y)}`);
  return points.length === 1 ? `M${points[0]}h0` : `M${points.join(' ')}`;
}

export function areaPath(run: readonly Point[], base: number): string {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined || run.length === 1) return '';
  return `${linePath(run)}V${place(base)}H${place(first.x)}z`;
}

/** The same numbers, for those who do not see the picture and those who want them all. */
export function PlotTable({ title, lines }: Omit<PlotProps, 'id'>): JSX.Element {
  return (
    <table class="numbers">
      <caption>{`${title}. ${EACH_IS_HIGHEST}`}</caption>
      <thead>
        <tr>
          <th scope="col">from</th>
          {lines.map(({ name }) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(lines, MOST_ROWS).map(({ at, values }) => (
          <tr key={at}>
            <th scope="row">
              <time dateTime={at}>{dateText(at)}</time>
            </th>
            {values.map((value, index) => (
              <td key={lines[index]?.name}>{value === null ? NOT_COUNTED : numberText(value)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
