import type { Mark } from '../report/wording.js';

/** Side of the square that each drawing fills. */
export const SYMBOL_BOX = 16;
/** How every drawing is stroked: round ends and joins, nothing filled. */
export const SYMBOL_STROKE = 2;

const CIRCLE = 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z';

/** Path data (SVG 2 section 9.3) of each mark: fonts differ, and some draw a tick in colours of their own. */
export const SYMBOL_PATHS: Readonly<Record<Mark, string>> = {
  '✔': 'M2.5 8.6l3.6 3.7L13.5 4',
  '✘': 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  '?': 'M5.2 5.9a2.9 2.9 0 1 1 4.6 2.4C8.6 9.1 8 9.6 8 10.7M8 13.5v.1',
  '!': 'M8 2.5v7.2M8 13.2v.1',
  '○': CIRCLE,
  '–': 'M3 8h10',
  '◷': `${CIRCLE}M8 5v3l2.2 1.6`,
};
