import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberText, percentText, shortNumber } from '../../src/design/number-text.js';

describe('numbers for people', () => {
  it('have separators, or are short', () => {
    expect([0, 999, 1_234_567, 2 ** 53].map(numberText)).toEqual([
      ...['0', '999', '1,234,567', '9,007,199,254,740,992'],
    ]);
    expect([0, 999, 12_000, 1_540_000, 1e15].map(shortNumber)).toEqual(['0', '999', '12K', '1.5M', '1000T']);
  });

  it('say nothing of all or none where it is not so', () => {
    expect([0, 0.0000001, 0.0033, 0.02, 0.5, 0.96, 0.995, 0.99999, 1].map(percentText)).toEqual([
      ...['0 %', 'below 0.01 %', '0.33 %', '2 %', '50 %', '96 %', 'over 99 %', 'over 99 %', '100 %'],
    ]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true }), (share) => {
        expect(['0 %', '100 %']).not.toContain(percentText(share));
      }),
    );
  });
});
