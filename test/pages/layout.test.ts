import { describe, expect, it } from 'vitest';
import { TONES } from '../../src/design/palette.js';
import { SYMBOL_PATHS } from '../../src/design/symbols.js';
import { profile, read } from './support/pages.js';

describe('what stands around every page', () => {
  it('has no tick for an icon: browsers keep it beside whatever a page says later', () => {
    const $ = read(profile());
    const icon = decodeURIComponent($('link[rel=icon]').attr('href') ?? '');
    const signs = Object.values(SYMBOL_PATHS).filter((path) => icon.includes(path));
    const colours = Object.values(TONES).filter(({ solid }) => icon.includes(solid.light));
    expect([icon.startsWith('data:image/svg+xml,<svg '), signs, colours]).toEqual([true, [], []]);
  });
});
