/** Drawn over the character before it: combining marks, joiners, variation selectors. */
const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/**
 * Drawn two columns wide by terminals: the scripts and forms of UAX #11's `W` and `F`, and emoji. Unicode gives
 * regular expressions no property for the width; these come close, and never below what a terminal draws.
 */
const TWO_COLUMNS =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\p{Emoji_Presentation}\p{Extended_Pictographic}\u3000-\u303e\u3200-\u33ff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]$/u;

/** UTF-16 units a column: marks take none, and thousands of them on one letter are no name. */
const MAX_UNITS_A_COLUMN = 4;

/** Columns that a text takes on a terminal. */
export function columns(text: string): number {
  // By far the most common case, without a look at each character.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let count = 0;
  for (const character of text) count += columnsOf(character);
  return count;
}

/** As much of a text as fits, in UTF-16 units: whole characters with their marks, and at least one of them. */
export function fitting(text: string, room: number): number {
  let used = 0;
  let units = 0;
  for (const character of text) {
    used += columnsOf(character);
    const full = used > room || units + character.length > room * MAX_UNITS_A_COLUMN;
    if (full && units > 0) break;
    units += character.length;
  }
  return units;
}

/** The text, cut to that many columns with an ellipsis where it is longer. */
export function cut(text: string, room: number): string {
  if (text.length <= room * MAX_UNITS_A_COLUMN && columns(text) <= room) return text;
  return `${text.slice(0, fitting(text, room - 1))}…`;
}

function columnsOf(character: string): number {
  if (character < '\u0300') return 1;
  if (NO_COLUMN.test(character)) return 0;
  return TWO_COLUMNS.test(character) ? 2 : 1;
}
