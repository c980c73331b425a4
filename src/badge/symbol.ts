import type { Appearance } from '../design/appearance.js';
import { SYMBOL_BOX, SYMBOL_STROKE } from '../design/symbols.js';
import { type Xml, xml } from '../design/xml.js';

/** A verdict's or a state's symbol in a square. @param line class that gives its colour */
export function symbol(look: Appearance, at: { x: number; y: number; size: number }, line: string): Xml {
  const { x, y, size } = at;
  const scale = size / SYMBOL_BOX;
  return xml`<path class="${line}" d="${look.path}" transform="translate(${x} ${y}) scale(${scale})" fill="none" stroke-width="${SYMBOL_STROKE}" stroke-linecap="round" stroke-linejoin="round"/>`;
}
