import type { JSX } from 'preact';
import { type Point, place } from '../geometry.js';
import { Words } from '../parts.js';
import { type Legend, type LegendEntry, SAMPLE } from './legend.js';
import { LINE } from './metrics.js';
import { LINKS, type Link } from './model.js';
import type { Rail, Wire } from './wires.js';

/** Length of an arrow's head. */
const HEAD = 7;
/** A line leaves a gap in the rail that it crosses, and none in its own. */
const BESIDE = 5;

export function Rails({ rails }: { rails: readonly Rail[] }): JSX.Element {
  return (
    <>
      {rails.map(({ kind, path }) => (
        <path key={path} class={`rail rail-${kind}`} d={path} />
      ))}
    </>
  );
}

/** All lines of a kind are one drawing: with hundreds of accounts the page stays small. */
export function Wires({ wires }: { wires: readonly Wire[] }): JSX.Element {
  return (
    <>
      {LINKS.map((link) => {
        const own = wires.filter((wire) => wire.link === link);
        return own.length > 0 && <Lines key={link} link={link} ends={own} />;
      })}
    </>
  );
}

interface LinesProps {
  readonly link: Link;
  /** `from` is at the key's end. */
  readonly ends: readonly Pick<Wire, 'from' | 'to'>[];
  readonly isOneWay?: boolean;
}

/** An arrow's head at each end that says something: towards the account "names", towards the key "shows". */
export function Lines({ link, ends, isOneWay = false }: LinesProps): JSX.Element {
  const isNamed = !isOneWay && (link === 'mutual' || link === 'names');
  const shows = link !== 'names';
  const each = (path: (from: Point, to: Point, out: number) => string) =>
    ends.map(({ from, to }) => path(from, to, to.x > from.x ? 1 : -1)).join('');
  const heads = each((from, to, out) => {
    const named = isNamed ? head({ x: to.x - out, y: to.y }, out) : '';
    return named + (shows ? head({ x: from.x + 2 * out, y: from.y }, -out) : '');
  });
  return (
    <g class={`wire wire-${link}`}>
      <path class="halo" d={each((from, to, out) => line({ ...from, x: from.x + BESIDE * out }, to))} />
      <path class="line" d={each(line)} />
      <path class="head" d={heads} />
    </g>
  );
}

const line = (from: Point, to: Point): string => `M${place(from.x)} ${place(from.y)}H${place(to.x)}`;

/** A triangle whose tip is at `tip`. */
function head(tip: Point, out: number): string {
  const x = place(tip.x - out * HEAD);
  return `M${place(tip.x)} ${place(tip.y)}L${x} ${place(tip.y - HEAD / 2 - 1)}V${place(tip.y + HEAD / 2 + 1)}z`;
}

export function LegendRows({ legend }: { legend: Legend }): JSX.Element {
  return (
    <>
      {legend.entries.map((entry) => (
        <g key={entry.sample}>
          <Sample {...entry} />
          {entry.lines.map((text, i) => (
            <Words
              key={text}
              at={{ x: entry.x + SAMPLE, y: entry.y + 13 + i * LINE }}
              text={text}
              class="muted"
            />
          ))}
        </g>
      ))}
    </>
  );
}

function Sample({ sample, x, y }: LegendEntry): JSX.Element {
  if (sample === 'anchor') return <AnchorSign x={x + 12} y={y} />;
  return <Lines link={sample} ends={[{ from: { x: x + 2, y: y + 9 }, to: { x: x + 38, y: y + 9 } }]} />;
}

/** An anchor, as wide as the text beside it is high. */
export function AnchorSign({ x, y }: { x: number; y: number }): JSX.Element {
  return (
    <path
      class="anchor"
      transform={`translate(${Math.round(x)} ${y})`}
      d="M8 5.6a1.8 1.8 0 1 0 0-3.6a1.8 1.8 0 1 0 0 3.6zM8 5.6v8.4M5 8h6M2.5 9.5c.4 2.8 2.6 4.5 5.5 4.5s5.1-1.7 5.5-4.5"
    />
  );
}
