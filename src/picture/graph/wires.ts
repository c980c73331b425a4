import { type Box, bottom, type Form, middle, type Point, place, right } from '../geometry.js';
import type { CentreCard, Side, SidedCard } from './cards.js';
import type { Metrics } from './metrics.js';
import type { Link } from './model.js';

/** From a rail to one account: `from` is on the rail. */
export interface Wire {
  readonly link: Exclude<Link, 'none'>;
  readonly account: string;
  readonly from: Point;
  readonly to: Point;
}

/** What all accounts of one side that show one key have in common. */
export interface Rail {
  readonly kind: 'key' | 'rival';
  readonly path: string;
}

export interface Wiring {
  readonly wires: readonly Wire[];
  readonly rails: readonly Rail[];
}

/** Of a card's side the part that is round. */
const CORNERS = 10;

interface Placed {
  readonly user: CentreCard;
  readonly rival: CentreCard | null;
  readonly cards: readonly SidedCard[];
}

/** A rail down each side for the leading key, another one for what contradicts it, and from them a line to each account. */
export function wiringOf({ user, rival, cards }: Placed, form: Form, metrics: Metrics): Wiring {
  const wires = cards.flatMap((card) => wiresOf(card, metrics));
  const rails: Rail[] = [];
  for (const kind of ['key', 'rival'] as const)
    for (const side of ['left', 'right'] as const) {
      const own = wires.filter((w) => kindOf(w.link) === kind && sideOf(w) === side);
      const source = kind === 'key' ? user : rival;
      if (own.length === 0 || source === null) continue;
      const start = startOf(source, kind, side, form, own);
      rails.push({ kind, path: railPath(start, own) });
    }
  return { wires, rails };
}

/** A card whose lines end on its left has its rail there. */
function wiresOf(card: SidedCard, { toKeyRail, toRivalRail }: Metrics): Wire[] {
  if (card.kind === 'note') return [];
  const x = portOf(card, card.port);
  const away = card.port === 'left' ? -1 : 1;
  return card.rows.flatMap(({ row, y, height }) => {
    if (row.link === 'none') return [];
    const at = card.y + y + height / 2;
    const rail = x + away * (kindOf(row.link) === 'key' ? toKeyRail : toRivalRail);
    return [{ link: row.link, account: row.account, from: { x: rail, y: at }, to: { x, y: at } }];
  });
}

/** Where a line meets a card. */
function portOf(box: Box, side: Side): number {
  return side === 'left' ? box.x : right(box);
}

const kindOf = (link: Link): Rail['kind'] => (link === 'rival' ? 'rival' : 'key');
const sideOf = ({ from, to }: Wire): Side => (from.x < to.x ? 'left' : 'right');

/** Where a rail leaves the card of its key: at the side towards it, or on a phone under the user. */
function startOf(source: Box, kind: Rail['kind'], side: Side, form: Form, own: readonly Wire[]): Point {
  if (form === 'narrow' && kind === 'key') return { x: own[0]?.from.x ?? source.x, y: bottom(source) };
  if (form === 'narrow') return { x: source.x, y: middle(source) };
  const x = portOf(source, side === 'left' ? 'right' : 'left');
  return { x, y: levelWith(source, own) };
}

/** The height of the account that is nearest to the card's middle, if it is next to the card: then the line is straight. */
function levelWith(source: Box, wires: readonly Wire[]): number {
  const off = (y: number) => Math.abs(y - middle(source));
  const nearest = wires.map(({ from }) => from.y).sort((a, b) => off(a) - off(b))[0];
  return nearest !== undefined && off(nearest) < source.height / 2 - CORNERS ? nearest : middle(source);
}

/** From the start to the rail, and along it from its first account to its last. */
function railPath(start: Point, wires: readonly Wire[]): string {
  const [rail] = wires.map(({ from }) => from.x) as [number];
  const ys = [start.y, ...wires.map(({ from }) => from.y)];
  return [
    `M${place(start.x)} ${place(start.y)}H${place(rail)}`,
    `M${place(rail)} ${place(Math.min(...ys))}V${place(Math.max(...ys))}`,
  ].join('');
}
