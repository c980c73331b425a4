import { cut } from '../report/columns.js';

/** Stands for what cannot be shown, so that nobody overlooks that something was there. */
const REPLACEMENT = '\uFFFD';
/** Columns of the longest name shown in a row; the rest of it is an ellipsis. */
export const MAX_NAME_COLUMNS = 120;
/** Marks on one letter: the most that a living script sets, and not a tower over the lines above. */
const MAX_MARKS = 4;

/** A joiner between two pictures makes them one (UTS #51); VS16 asks for the colourful form of one. */
const PICTURE_JOINS =
  /(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)(?:\u200D(?=\p{Extended_Pictographic})|\uFE0F)/gu;
/**
 * Controls, bidi controls, zero-width and other invisible characters, line ends, lone surrogates, and what XML 1.0 forbids.
 */
const UNSHOWABLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const TOO_MANY_MARKS = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, 'gu');

/**
 * Text of strangers as it may be shown anywhere: on one line, without a character that hides, that reorders its neighbours
 * or that no document may hold; each run of those is one replacement character. Cut by columns, never within a
 * character. It is not markup yet: whoever writes it into XML or HTML escapes it there.
 *
 * @param room columns at most, the ellipsis included
 */
export function printable(text: string, room = MAX_NAME_COLUMNS): string {
  // As many units as can be seen: what follows would be cut anyway, and costs time.
  const start = text.slice(0, room * 16);
  const shown = withoutUnshowable(start).replace(TOO_MANY_MARKS, `$1${REPLACEMENT}`).trim();
  return cut(start.length < text.length ? `${shown}…` : shown, room);
}

function withoutUnshowable(text: string): string {
  const joins = new Set([...text.matchAll(PICTURE_JOINS)].map(({ index }) => index));
  let shown = '';
  let at = 0;
  let inRun = false;
  for (const character of text) {
    const hides = UNSHOWABLE.test(character) && !joins.has(at);
    if (!hides) shown += character;
    else if (!inRun) shown += REPLACEMENT;
    inRun = hides;
    at += character.length;
  }
  return shown;
}

/**
 * The same between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9), for sentences where no markup can isolate it:
 * a name from right to left leaves the words around it in their order.
 */
export function isolated(text: string, room = MAX_NAME_COLUMNS): string {
  return `\u2068${printable(text, room)}\u2069`;
}
