import type { Form } from '../geometry.js';
import { WIDTHS } from '../geometry.js';

/** Sizes of text, as the styles set them. */
export const NAME_SIZE = 13;
export const WORD_SIZE = 12;
export const TITLE_SIZE = 17;
/** Distance of base lines. */
export const LINE = 18;
/** Between a card's edge and what is in it. */
export const PAD = 12;
export const SYMBOL = 14;
export const HEADER = 32;

export interface Metrics {
  readonly width: number;
  readonly card: number;
  /** The column between the two, where the user stands; on a phone above all others. */
  readonly centre: number;
  /** From a card to the rails beside it. */
  readonly toKeyRail: number;
  readonly toRivalRail: number;
  /** A name and its state on one line, or under each other. */
  readonly row: number;
  readonly isStacked: boolean;
  readonly between: number;
}

export const METRICS: Readonly<Record<Form, Metrics>> = {
  wide: {
    width: WIDTHS.wide,
    card: 340,
    centre: 192,
    toKeyRail: 44,
    toRivalRail: 26,
    row: 28,
    isStacked: false,
    between: 14,
  },
  narrow: {
    width: WIDTHS.narrow,
    card: 286,
    centre: WIDTHS.narrow,
    toKeyRail: 33,
    toRivalRail: 18,
    row: 42,
    isStacked: true,
    between: 12,
  },
};
