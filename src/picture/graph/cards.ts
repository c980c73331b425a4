import type { Box } from '../geometry.js';
import { linesOf } from '../measure.js';
import { HEADER, LINE, type Metrics, NAME_SIZE, PAD, WORD_SIZE } from './metrics.js';
import type { GraphGroup, GraphModel, GraphRow } from './model.js';
import { keyText, moreText, NO_KEY, NOT_ANCHORED, restText, rivalLines, unconfirmedText } from './words.js';

/** One line of text on a card; `y` is its base line. */
export interface Line {
  readonly text: string;
  readonly y: number;
}

export interface PlacedRow extends Box {
  readonly row: GraphRow;
}

export interface GroupCard extends Box {
  readonly kind: 'group';
  readonly group: GraphGroup;
  readonly rows: readonly PlacedRow[];
  readonly rest: readonly Line[];
}

/** Numbers in place of names. */
export interface NoteCard extends Box {
  readonly kind: 'note';
  readonly lines: readonly Line[];
}

export type Card = GroupCard | NoteCard;
export type Side = 'left' | 'right';
/** A card and the side of it on which its lines end. */
export type SidedCard = Card & { readonly port: Side };

/** The user, or what contradicts her. */
export interface CentreCard extends Box {
  /** Strangers' text, cut to lines. */
  readonly names: readonly Line[];
  readonly words: readonly Line[];
}

const REST_LINES = 2;
const NOTE_LINES = 3;
/** Lines of the subject's URI; the page has all of it. */
const SUBJECT_LINES = 4;
const TITLE_HEIGHT = 38;

/** A group as a card at (0, 0). */
export function groupCard(group: GraphGroup, { card, row }: Metrics): GroupCard {
  const rows = group.rows.map((graphRow, i) => ({
    row: graphRow,
    x: 0,
    y: HEADER + i * row,
    width: card,
    height: row,
  }));
  const end = HEADER + rows.length * row;
  const text = group.rest ? `and ${group.rest.accounts} more: ${restText(group.rest)}` : '';
  const rest = placed(linesOf(text, card - 2 * PAD, WORD_SIZE, 'sans', REST_LINES), end);
  return { kind: 'group', group, rows, rest, x: 0, y: 0, width: card, height: end + height(rest) + PAD / 2 };
}

/** What is counted and not drawn. */
export function noteCards(model: GraphModel, { card }: Metrics): NoteCard[] {
  const texts = [
    ...(model.moreOperators ? [moreText(model.moreOperators)] : []),
    ...(model.unconfirmed > 0 ? [unconfirmedText(model.unconfirmed)] : []),
  ];
  return texts.map((text) => {
    const lines = placed(linesOf(text, card - 2 * PAD, WORD_SIZE, 'sans', NOTE_LINES), PAD / 2);
    return { kind: 'note', lines, x: 0, y: 0, width: card, height: height(lines) + PAD };
  });
}

export function userCard({ subject, key, anchored }: GraphModel, { centre }: Metrics): CentreCard {
  const names = placed(linesOf(subject, centre - 2 * PAD, NAME_SIZE, 'mono', SUBJECT_LINES), TITLE_HEIGHT);
  const facts = key === null ? [NO_KEY] : [keyText(key), ...(anchored ? [] : [NOT_ANCHORED])];
  return centreCard(names, facts, centre);
}

export function rivalCard(rivals: readonly string[], width: number): CentreCard {
  return centreCard(placed([], TITLE_HEIGHT), rivalLines(rivals), width);
}

function centreCard(names: readonly Line[], facts: readonly string[], width: number): CentreCard {
  const words = placed(facts, TITLE_HEIGHT + height(names) + (names.length > 0 ? 4 : 0));
  const last = [...names, ...words].at(-1)?.y ?? TITLE_HEIGHT;
  return { names, words, x: 0, y: 0, width, height: last + PAD };
}

/** Lines under each other from `top` on. */
function placed(texts: readonly string[], top: number): Line[] {
  return texts.map((text, i) => ({ text, y: top + 13 + i * LINE }));
}

const height = (lines: readonly Line[]): number => lines.length * LINE;
