import { CONFUSABLES } from './confusables-data.js';
import { hasMixedScripts, scriptsOf } from './scripts.js';

/** Prototype of each look-alike code point, by the character. */
type Table = ReadonlyMap<string, string>;

function readTable(packed: string): Table {
  const table = new Map<string, string>();
  const number = (digits: string) => Number.parseInt(digits, 36);
  for (const group of packed.trim().split(/\s+/)) {
    const [target = '', sources = ''] = group.split('=');
    const prototype = String.fromCodePoint(...target.split('+').map(number)).normalize('NFD');
    let code = 0;
    for (const distance of sources.split(',')) {
      code += number(distance);
      table.set(String.fromCodePoint(code), prototype);
    }
  }
  return table;
}

const TABLE: Table = readTable(CONFUSABLES);

/** The prototype of one character of NFD text: what Unicode says it is drawn like. */
function prototype(character: string): string {
  const own = TABLE.get(character);
  if (own !== undefined) return own;
  // Compatibility characters (mathematical letters, ligatures) are left out of the table: NFKC leads there.
  const compatible = character.normalize('NFKC');
  if (compatible === character) return character;
  return [...compatible.normalize('NFD')].map((one) => TABLE.get(one) ?? one).join('');
}

/** The skeleton of UTS #39 section 4: two texts with one skeleton look alike. For comparing only, never for showing. */
export function skeleton(text: string): string {
  return [...text.normalize('NFD')].map(prototype).join('').normalize('NFD');
}

/** Two different texts that look alike, letter case aside (`paypaI` and `paypal`, Cyrillic `аlice` and `alice`). */
export function looksConfusable(a: string, b: string): boolean {
  return a !== b && skeleton(a) === skeleton(b);
}

/** Letters that UTS #39 counts as look-alikes of two letters, and that nobody takes for them. */
const LIGATURES = /[æœÆŒ]/g;

/**
 * What a single name gives away without another to compare it with (UTS #39 sections 4 and 5): `homograph`
 * where it mixes scripts and one of its characters is drawn like one of another script, or where all of it is
 * drawn like ASCII and is not ASCII; `mixed-script` where it mixes scripts without such a character.
 */
export function nameWarning(name: string): 'homograph' | 'mixed-script' | null {
  if (/^[\0-\x7f]*$/.test(name)) return null;
  const plain = name.replace(LIGATURES, 'a');
  const mixed = hasMixedScripts(name);
  if (/[^\0-\x7f]/.test(plain) && /^[\0-\x7f]*$/.test(skeleton(plain))) return 'homograph';
  if (!mixed) return null;
  return [...plain.normalize('NFD')].some(looksForeign) ? 'homograph' : 'mixed-script';
}

/** Drawn like a character of a script it is not used in. */
function looksForeign(character: string): boolean {
  const own = scriptsOf(character);
  if (own === null) return false;
  const [first = ''] = prototype(character);
  const other = scriptsOf(first);
  return other?.every((script) => !own.includes(script)) ?? false;
}
