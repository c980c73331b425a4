import { columns } from '../report/columns.js';

/**
 * `mono` for what strangers chose (addresses, keys): there a column has one width in every font. `sans` for our own
 * words, `bold` for our own words that stand out.
 */
export type Face = 'mono' | 'sans' | 'bold';

/** Width of a column in em, of the widest of the fonts that the design names. */
const MONO_EM = 0.61;
/** How much wider bold letters are, in those fonts. */
const BOLDER = 1.13;
/**
 * The same for our own words, by the shape of the letter, from the widest of the fonts that the design names (DejaVu
 * Sans): what fits there fits everywhere.
 */
const SANS_EM: readonly (readonly [characters: RegExp, em: number])[] = [
  [/^[ ijlft.,:;|!'’()-]$/u, 0.4],
  [/^[mwMW+−…]$/u, 1],
  [/^[A-Z]$/u, 0.79],
];
const OTHER_SANS_EM = 0.64;
const ELLIPSIS = '…';

/** Width that a text is taken to have: never below what is drawn, but for fonts wider than the ones named. */
export function widthOf(text: string, size: number, face: Face): number {
  let em = 0;
  for (const character of text) em += emOf(character, face);
  return em * size;
}

function emOf(character: string, face: Face): number {
  if (face === 'mono') return columns(character) * MONO_EM;
  const known = SANS_EM.find(([characters]) => characters.test(character));
  return (known?.[1] ?? columns(character) * OTHER_SANS_EM) * (face === 'bold' ? BOLDER : 1);
}

/** The beginning of a text with an ellipsis, where it is longer than the room. */
export function fitStart(text: string, room: number, size: number, face: Face): string {
  if (widthOf(text, size, face) <= room) return text;
  const units = fitting([...text], room - widthOf(ELLIPSIS, size, face), size, face);
  return `${text.slice(0, units)}${ELLIPSIS}`;
}

/** The end of a host name: who its owner is stands there, and strangers choose what is before it. */
export function fitHost(host: string, room: number, size: number, face: Face): string {
  if (widthOf(host, size, face) <= room) return host;
  const units = fitting([...host].reverse(), room - widthOf(ELLIPSIS, size, face), size, face);
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

/** UTF-16 units for which there is room, in whole characters. */
function fitting(characters: readonly string[], room: number, size: number, face: Face): number {
  let [used, units] = [0, 0];
  for (const character of characters) {
    used += emOf(character, face) * size;
    if (used > room) break;
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
