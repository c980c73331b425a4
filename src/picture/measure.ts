import { columns, cut, fitting } from '../report/columns.js';

/**
 * `mono` for what strangers chose (addresses, keys): there a column has one width in every font. `sans` for our own
 * words, `bold` for our own words that stand out.
 */
export type Face = 'mono' | 'sans' | 'bold';

/**
 * Width of a column in em. The widest of the fonts that the design names, measured on DejaVu, so that what fits here
 * fits everywhere.
 */
const EM: Readonly<Record<Face, number>> = { mono: 0.61, sans: 0.58, bold: 0.65 };

/** Width that a text is taken to have. Never below what is drawn, but for fonts wider than the ones named. */
export function widthOf(text: string, size: number, face: Face): number {
  return columns(text) * size * EM[face];
}

/** Columns for which there is room. */
export function columnsIn(room: number, size: number, face: Face): number {
  return Math.max(1, Math.floor(room / (size * EM[face])));
}

/** The beginning of a text with an ellipsis, where it is longer than the room. */
export function fitStart(text: string, room: number, size: number, face: Face): string {
  return cut(text, columnsIn(room, size, face));
}

/** The end of a host name: who its owner is stands there, and strangers choose what is before it. */
export function fitHost(host: string, room: number, size: number, face: Face): string {
  const most = columnsIn(room, size, face);
  if (columns(host) <= most) return host;
  const characters = [...host];
  let used = 1;
  let from = characters.length;
  while (from > 0 && used + columns(characters[from - 1] as string) <= most) {
    from -= 1;
    used += columns(characters[from] as string);
  }
  return `…${characters.slice(from).join('')}`;
}

/** Lines of a text, broken between words or segments of a path where that can be, and cut with an ellipsis after `most` lines. */
export function linesOf(text: string, room: number, size: number, face: Face, most: number): string[] {
  const width = columnsIn(room, size, face);
  const lines: string[] = [];
  let left = text.trim();
  while (left !== '') {
    if (lines.length === most - 1) return [...lines, cut(left, width)];
    const taken = lineOf(left, width);
    lines.push(left.slice(0, taken).trimEnd());
    left = left.slice(taken).trimStart();
  }
  return lines;
}

/** UTF-16 units of the first line. */
function lineOf(text: string, width: number): number {
  if (columns(text) <= width) return text.length;
  const units = fitting(text, width);
  if (text[units] === ' ') return units;
  const space = text.lastIndexOf(' ', units - 1);
  if (space > 0) return space;
  const slash = text.lastIndexOf('/', units - 1);
  return slash > units / 2 ? slash + 1 : units;
}
