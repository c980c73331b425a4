import type { JSX } from 'preact';
import type { PublicReport } from '../../report/types.js';
import { FORMS, type Form, place, WIDTHS } from '../geometry.js';
import { NAME_SIZE, WORD_SIZE } from '../graph/metrics.js';
import { fitHost, fitStart, widthOf } from '../measure.js';
import { Drawing, Foreign, Rect, Words } from '../parts.js';
import { BAR_METRICS, type BarsLayout, layoutBars, type PlacedBar } from './layout.js';
import { type Bar, type Bars, barsOf } from './model.js';
import { barsDescription, barsTitle, NEEDED_TEXT, NO_BARS, signed, TOGETHER, UNITS } from './words.js';

interface Props {
  /** As strangers see it: `viewFor(report, 'stranger')`. */
  readonly report: PublicReport;
}

/** The shares of the evidence, each beginning where the one above it ended. */
export function BarsPicture({ report }: Props): JSX.Element {
  const bars = barsOf(report);
  if (bars === null) return <p>{NO_BARS}</p>;
  return (
    <div class="picture">
      {FORMS.map((form) => (
        <BarsDrawing key={form} bars={bars} form={form} />
      ))}
    </div>
  );
}

/** The same as a table: for those who do not see the picture, and those who want to add up for themselves. */
export function BarsTable({ report }: Props): JSX.Element {
  const bars = barsOf(report);
  if (bars === null) return <p>{NO_BARS}</p>;
  return (
    <table class="bars-table">
      <caption>
        {barsTitle(bars)}. {UNITS}
      </caption>
      <thead>
        <tr>
          <th scope="col">part</th>
          <th scope="col">decibans</th>
          <th scope="col">so far</th>
        </tr>
      </thead>
      <tbody>
        {bars.bars.map((bar) => (
          <tr key={bar.name}>
            <th scope="row">
              <bdi>{bar.name}</bdi>
            </th>
            <td>{signed(bar.db)}</td>
            <td>{signed(bar.to)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{TOGETHER}</th>
          <td>{signed(bars.total)}</td>
          <td>{signed(bars.total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** One form of it. */
export function BarsDrawing({ bars, form }: { bars: Bars; form: Form }): JSX.Element {
  const layout = layoutBars(bars, form);
  const { width, height, total } = layout;
  return (
    <Drawing
      {...{ id: 'bars', form, width, height }}
      title={barsTitle(bars)}
      description={barsDescription(bars)}
    >
      <Scale layout={layout} />
      {layout.bars.map((placed) => (
        <Row key={placed.y} placed={placed} form={form} />
      ))}
      <g class="over">
        <path class="divider" d={`M0 ${total.top}H${width}`} />
        <Rect box={total} class="bar bar-total" corner={2} />
        <Words at={{ x: 0, y: total.top + base(form) }} text={TOGETHER} class="strong" />
        <Words at={{ x: width, y: total.top + base(form) }} text={signed(bars.total)} class="strong end" />
      </g>
    </Drawing>
  );
}

const base = (form: Form): number => (form === 'wide' ? 21 : 17);

/** Numbers above, lines below them; the line that a `consistent` verdict has to reach. */
function Scale({ layout }: { layout: BarsLayout }): JSX.Element {
  const { ticks, plot, zero, needed, height } = layout;
  const bottom = place(height - 4);
  // Its word stands where a number would, and takes the place of those beside it.
  const room = widthOf(NEEDED_TEXT, WORD_SIZE, 'sans');
  const isClear = (x: number) => Math.abs(x - needed) > room;
  return (
    <>
      {ticks.map(({ db, x }) => (
        <g key={db}>
          <path class="divider" d={`M${place(x)} ${plot.y}V${bottom}`} />
          {isClear(x) && <Words at={{ x, y: 14 }} text={tickText(db)} class="muted centred" />}
        </g>
      ))}
      <path class="zero" d={`M${place(zero)} ${plot.y}V${bottom}`} />
      <path class="needed" d={`M${place(needed)} ${plot.y - 6}V${bottom}`} />
      <Words at={{ x: needed, y: 14 }} text={NEEDED_TEXT} class="muted centred" />
    </>
  );
}

const tickText = (db: number): string => (db === 0 ? '0' : signed(db).replace('.0', ''));

function Row({ placed, form }: { placed: PlacedBar; form: Form }): JSX.Element {
  const { bar, top, x, y, width, height } = placed;
  const full = BAR_METRICS[form];
  const end = form === 'wide' ? full.plotX - 12 : full.plotWidth - 60;
  const to = bar.db > 0 ? x + width : x;
  return (
    <g class={`${toneOf(bar)} over`}>
      <Rect
        box={{ x, y, width, height }}
        class={`bar bar-${bar.kind}${bar.db < 0 ? ' minus' : ''}`}
        corner={2}
      />
      <path class="running" d={`M${place(to)} ${place(y + height)}V${place(y + full.row)}`} />
      <Name bar={bar} top={top} room={end} form={form} />
      <Words at={{ x: WIDTHS[form], y: top + base(form) }} text={signed(bar.db)} class="end" />
    </g>
  );
}

/** Hosts are strangers' text; the rest are our own words. */
function Name({ bar, top, room, form }: { bar: Bar; top: number; room: number; form: Form }): JSX.Element {
  if (bar.kind !== 'operator')
    return <Words at={{ x: 0, y: top + base(form) }} text={fitStart(bar.name, room, WORD_SIZE, 'sans')} />;
  const box = { x: 0, y: top, width: room, height: 28 };
  return <Foreign box={box} base={base(form)} text={fitHost(bar.name, room, NAME_SIZE, 'mono')} />;
}

function toneOf({ kind, db }: Bar): string {
  if (kind === 'prior' || kind === 'rounding') return 'tone-quiet';
  return db > 0 ? 'tone-good' : 'tone-bad';
}
