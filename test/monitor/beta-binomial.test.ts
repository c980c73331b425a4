import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logGamma, logTail } from '../../src/monitor/beta-binomial.js';

describe('the logarithm of the gamma function', () => {
  test('is that of the factorials, and of the square root of pi', () => {
    let factorial = 0;
    for (let n = 1; n <= 170; n += 1) {
      expect(logGamma(n)).toBeCloseTo(factorial, 10);
      factorial += Math.log(n);
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
    expect(logGamma(1.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI) / 2), 12);
  });

  test('keeps the rule that makes it one', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
        const difference = logGamma(x + 1) - logGamma(x) - Math.log(x);
        expect(Math.abs(difference)).toBeLessThan(1e-9 * Math.max(1, Math.abs(logGamma(x))));
      }),
    );
  });
});

/** By its definition: readings drawn one after the other, each of which moves the share (Pólya's urn). */
function chanceByUrn(k: number, n: number, a: number, b: number): number {
  let chances = [1];
  for (let drawn = 0; drawn < n; drawn += 1) {
    const next = Array.from({ length: drawn + 2 }, () => 0);
    chances.forEach((chance, failed) => {
      const fails = (a + failed) / (a + b + drawn);
      next[failed] = (next[failed] ?? 0) + chance * (1 - fails);
      next[failed + 1] = (next[failed + 1] ?? 0) + chance * fails;
    });
    chances = next;
  }
  return chances.slice(k).reduce((sum, chance) => sum + chance, 0);
}

const size = fc.integer({ min: 1, max: 60 });
const weight = fc.double({ min: 0.5, max: 500, noNaN: true });

describe('the chance of as many failures or more', () => {
  test('is that of drawing them one after the other', () => {
    fc.assert(
      fc.property(size, size, weight, weight, (one, other, a, b) => {
        const [k, n] = [Math.min(one, other), Math.max(one, other)];
        const chance = chanceByUrn(k, n, a, b);
        fc.pre(chance > 1e-280);
        expect(logTail(k, n, a, b)).toBeCloseTo(Math.log(chance), 8);
      }),
    );
  });

  test('is a number for the largest counts that it is asked for', () => {
    for (const k of [1, 5_000, 9_999, 10_000]) {
      for (const [a, b] of [
        [0.5, 1_000],
        [1_000, 0.5],
        [0.5, 9.5],
      ] as const) {
        const log = logTail(k, 10_000, a, b);
        expect([k, a, b, Number.isFinite(log), log <= 0]).toEqual([k, a, b, true, true]);
      }
    }
  });
});
