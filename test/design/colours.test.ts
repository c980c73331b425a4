import { describe, expect, it } from 'vitest';
import { STANDINGS, STATE_LOOKS } from '../../src/design/appearance.js';
import { NEUTRALS, type Paint, type Shade, TONES } from '../../src/design/palette.js';
import { contrast } from './support/contrast.js';

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what must be made out. */
const TEXT = 4.5;
const EDGE = 3;
const SHADES: readonly Shade[] = ['light', 'dark'];

type Pair = readonly [name: string, over: Paint, under: Paint, least: number];

const pairs: readonly Pair[] = [
  ...(['page', 'surface'] as const).flatMap((ground): Pair[] => [
    ['ink', NEUTRALS.ink, NEUTRALS[ground], TEXT],
    ['muted', NEUTRALS.muted, NEUTRALS[ground], TEXT],
    ['link', NEUTRALS.link, NEUTRALS[ground], TEXT],
    ['edge', NEUTRALS.edge, NEUTRALS[ground], EDGE],
    ['focus', NEUTRALS.focus, NEUTRALS[ground], EDGE],
  ]),
  ['on-slab', NEUTRALS['on-slab'], NEUTRALS.slab, TEXT],
  ...Object.entries(TONES).flatMap(([name, tone]): Pair[] => [
    [`${name} on its fill`, tone.text, tone.fill, TEXT],
    [`${name} on the page`, tone.text, NEUTRALS.page, TEXT],
    [`${name} on a surface`, tone.text, NEUTRALS.surface, TEXT],
    [`${name} on its solid`, tone.onSolid, tone.solid, TEXT],
    [`${name}: border and page`, tone.border, NEUTRALS.page, EDGE],
    [`${name}: border and surface`, tone.border, NEUTRALS.surface, EDGE],
    [`${name}: solid and page`, tone.solid, NEUTRALS.page, EDGE],
  ]),
];

describe('the colours', () => {
  it.each(SHADES)('can be read in the %s theme (WCAG AA)', (shade) => {
    const weak = pairs
      .map(([name, over, under, least]) => ({ name, is: contrast(over[shade], under[shade]), least }))
      .filter(({ is, least }) => !(is >= least));
    expect(weak).toEqual([]);
  });

  it('are measured as the standard measures them', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
  });

  it('are never the only sign: what shares a symbol and a tone has another word', () => {
    const kinds = [Object.values(STANDINGS), Object.values(STATE_LOOKS)];
    for (const looks of kinds) {
      const signs = looks.map(({ symbol, word }) => `${symbol} ${word}`);
      expect(new Set(signs).size).toBe(signs.length);
    }
    const tones = new Map<string, Set<string>>();
    for (const { symbol, tone } of kinds.flat())
      tones.set(symbol, (tones.get(symbol) ?? new Set()).add(tone));
    // A symbol that would be good in one place and bad in another would say nothing to who sees no colours.
    expect([tones.get('✔'), tones.get('✘')]).toEqual([new Set(['good']), new Set(['bad'])]);
  });
});
