import { type Box, bottom, type Form, moved } from '../geometry.js';
import {
  type Card,
  type CentreCard,
  type GroupCard,
  groupCard,
  noteCards,
  rivalCard,
  type Side,
  type SidedCard,
  userCard,
} from './cards.js';
import { type Legend, legendOf } from './legend.js';
import { METRICS, type Metrics } from './metrics.js';
import type { GraphModel } from './model.js';
import { type Wiring, wiringOf } from './wires.js';

export interface GraphLayout {
  readonly form: Form;
  readonly width: number;
  readonly height: number;
  readonly user: CentreCard;
  readonly rival: CentreCard | null;
  readonly cards: readonly SidedCard[];
  readonly wiring: Wiring;
  readonly legend: Legend;
}

type Placed = Pick<GraphLayout, 'user' | 'rival' | 'cards'>;

/** Between what is drawn and its legend; between the user and what contradicts her. */
const APART = 24;
/** How much longer the right column may be, so that all that contradicts stands together. */
const LEAN = 240;
/** Lines are drawn around their middle. */
const EDGE = 1;

/** Model → positions. The same model always stands at the same place. Pure. */
export function layoutGraph(model: GraphModel, form: Form): GraphLayout {
  const metrics = METRICS[form];
  const placed = form === 'wide' ? twoColumns(model, metrics) : oneColumn(model, metrics);
  const wiring = wiringOf(placed, form, metrics);
  const drawn = [placed.user, placed.rival, ...placed.cards].filter((box) => box !== null);
  const legend = legendOf(model, form, Math.max(...drawn.map(bottom)) + APART);
  return {
    ...placed,
    ...{ form, wiring, legend, width: metrics.width },
    height: Math.ceil(Math.max(...drawn.map(bottom), legend.end) + EDGE),
  };
}

/** The user in the middle, cards on both sides: her provider to the left, what contradicts to the right. */
function twoColumns(model: GraphModel, metrics: Metrics): Placed {
  const columns: Record<Side, Card[]> = { left: [], right: [] };
  const ends: Record<Side, number> = { left: EDGE, right: EDGE };
  const put = (card: Card, side: Side) => {
    const x = side === 'left' ? EDGE : metrics.width - metrics.card - EDGE;
    columns[side].push(moved(card, x, ends[side]));
    ends[side] += card.height + metrics.between;
  };
  const shorter = (lean = 0): Side => (ends.left + lean < ends.right ? 'left' : 'right');
  for (const card of cardsOf(model, metrics)) {
    if (card.kind === 'group' && card.group.provider) put(card, 'left');
    else if (isContradicting(card)) put(card, shorter(LEAN));
    else put(card, ends.left <= ends.right ? 'left' : 'right');
  }
  const end = Math.max(ends.left, ends.right) - metrics.between;
  const x = (metrics.width - metrics.centre) / 2;
  const rival = model.rivals && moved(rivalCard(model.rivals, metrics.centre), x, EDGE);
  const card = userCard(model, metrics);
  const top = rival ? bottom(rival) + APART : EDGE;
  const user = moved(card, x, Math.max(top, Math.round((end - card.height) / 2)));
  // Few cards stand next to the user, not above her.
  const down = Math.max(0, Math.round((bottom(user) - end) / 2));
  return {
    user,
    rival,
    cards: [
      ...columns.left.map((c) => ({ ...moved(c, 0, down), port: 'right' as const })),
      ...columns.right.map((c) => ({ ...moved(c, 0, down), port: 'left' as const })),
    ],
  };
}

/** The user above, what contradicts next to what shows it, all others below. */
function oneColumn(model: GraphModel, metrics: Metrics): Placed {
  const user = moved(userCard(model, { ...metrics, centre: metrics.width - 2 * EDGE }), EDGE, EDGE);
  let y = bottom(user) + APART;
  const put = <B extends Box>(card: B): B => {
    const at = moved(card, metrics.width - metrics.card - EDGE, y);
    y = bottom(at) + metrics.between;
    return at;
  };
  let rival: CentreCard | null = null;
  const cards: SidedCard[] = [];
  for (const card of cardsOf(model, metrics)) {
    if (model.rivals && rival === null && (isContradicting(card) || cards.length > 0))
      rival = put(rivalCard(model.rivals, metrics.card));
    cards.push({ ...put(card), port: 'left' });
  }
  return { user, rival, cards };
}

function cardsOf(model: GraphModel, metrics: Metrics): Card[] {
  return [...model.groups.map((group) => groupCard(group, metrics)), ...noteCards(model, metrics)];
}

function isContradicting(card: Card): card is GroupCard {
  return card.kind === 'group' && card.group.rows.some(({ link }) => link === 'rival');
}
