import { columns } from '../report/columns.js';

/**
 * `mono` for what strangers chose (addresses, keys): there a column has one width in every font. `sans` for our own
 * words, `bold` for our own words that stand out.
 */
export type Face = 'mono' | 'sans' | 'bold';

/** Percent. */
const WHOLE = 100;
/** Width of a column in percent of an em, of the widest of the fonts that the design names. */
const MONO = 61;
/** Percent of their width that bold letters have, in those fonts. */
const BOLD = 113;
/**
 * The same as `MONO` for our own words, by the shape of the letter, from the widest of the fonts that the design names (DejaVu
 * Sans): what fits there fits everywhere.
 */
const SANS: readonly (readonly [characters: RegExp, width: number])[] = [
  [/^[ ijlft.,:;|!'’()-]$/u, 40],
  [/^[mwMW+−…]$/u, 100],
  [/^[A-Z]$/u, 79],
];
const OTHER_SANS = 64;
const ELLIPSIS = '…';

/** Width that a text is taken to have: never below what is drawn, but for fonts wider than the ones named. */
export function widthOf(text: string, size: number, face: Face): number {
  let parts = 0;
  for (const character of text) parts += partsOf(character, face);
  return widthOfParts(parts, size);
}

/** Percent of a percent of an em: whole numbers, whose sum is the same in whatever order a text is measured. */
function partsOf(character: string, face: Face): number {
  if (face === 'mono') return columns(character) * MONO * WHOLE;
  const known = SANS.find(([characters]) => characters.test(character));
  return (known?.[1] ?? columns(character) * OTHER_SANS) * (face === 'bold' ? BOLD : WHOLE);
}

const widthOfParts = (parts: number, size: number): number => (parts * size) / WHOLE ** 2;

/** The beginning of a text with an ellipsis, where it is longer than the room. */
export function fitStart(text: string, room: number, size: number, face: Face): string {
  if (widthOf(text, size, face) <= room) return text;
  const units = fitting([...text], room, size, face, ELLIPSIS);
  return `${text.slice(0, units)}${ELLIPSIS}`;
}

/** The end of a host name: who its owner is stands there, and strangers choose what is before it. */
export function fitHost(host: string, room: number, size: number, face: Face): string {
  if (widthOf(host, size, face) <= room) return host;
  const units = fitting([...host].reverse(), room, size, face, ELLIPSIS);
  return `${ELLIPSIS}${units === 0 ? '' : host.slice(-units)}`;
}

/** Lines of a text, broken between words or segments of a path where that can be, and cut with an ellipsis after `most` lines. */
export function linesOf(text: string, room: number, size: number, face: Face, most: number): string[] {
  const lines: string[] = [];
  let left = text.trim();
  while (left !== '') {
    if (lines.length === most - 1) return [...lines, fitStart(left, room, size, face)];
    const taken = lineOf(left, fitting([...left], room, size, face));
    lines.push(left.slice(0, taken).trimEnd());
    left = left.slice(taken).trimStart();
  }
  return lines;
}

/** UTF-16 units for which there is room beside `more`, in whole characters. */
function fitting(characters: readonly string[], room: number, size: number, face: Face, more = ''): number {
  let [used, units] = [more === '' ? 0 : partsOf(more, face), 0];
  for (const character of characters) {
    used += partsOf(character, face);
    if (widthOfParts(used, size) > room) break;
    units += character.length;
  }
  return units;
}

/** UTF-16 units of the first line, where so many have room: at least a character. */
function lineOf(text: string, units: number): number {
  if (units === text.length || text[units] === ' ') return units;
  const space = text.lastIndexOf(' ', units - 1);
  if (space > 0) return space;
  const slash = text.lastIndexOf('/', units - 1);
  if (slash > units / 2) return slash + 1;
  return Math.max(units, String.fromCodePoint(text.codePointAt(0) ?? 0).length);
}
