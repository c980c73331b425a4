import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TokenBuckets } from '../../src/fetch/token-bucket.js';
import { frozenClock } from '../support/frozen-clock.js';

const buckets = (ratePerSecond: number, burst: number, clock = frozenClock(), maxKeys = 10) =>
  new TokenBuckets({ ratePerSecond, burst, clock, maxKeys });

it('a full bucket gives its burst at once, and then one token after the other', () => {
  const clock = frozenClock();
  const three = buckets(4, 3, clock);
  const takes = (count: number) => Array.from({ length: count }, () => three.take('a'));
  expect(takes(4)).toEqual([
    { waitMs: 0, remaining: 2 },
    { waitMs: 0, remaining: 1 },
    { waitMs: 0, remaining: 0 },
    { waitMs: 250, remaining: 0 },
  ]);
  clock.advance(249);
  expect(takes(1)).toEqual([{ waitMs: 1, remaining: 0 }]);
  clock.advance(1);
  expect(takes(2)).toEqual([
    { waitMs: 0, remaining: 0 },
    { waitMs: 250, remaining: 0 },
  ]);
  clock.advance(60_000);
  expect(takes(1)).toEqual([{ waitMs: 0, remaining: 2 }]);
});

it('whoever waits as long as he is told gets a token, and never more than rate and burst allow come through', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1_000, noNaN: true }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 60 }),
      (rate, burst, pauses) => {
        const clock = frozenClock();
        const start = clock.now().getTime();
        const one = buckets(rate, burst, clock);
        let taken = 0;
        for (const pause of pauses) {
          clock.advance(pause);
          const { waitMs } = one.take('a');
          if (waitMs > 0) {
            clock.advance(waitMs);
            expect(one.take('a').waitMs).toBe(0);
          }
          taken += 1;
          expect(taken).toBeLessThanOrEqual(burst + ((clock.now().getTime() - start) / 1_000) * rate + 1e-6);
        }
      },
    ),
  );
});

it('a clock that is set back makes nobody wait for longer than an empty bucket does', () => {
  const clock = frozenClock();
  const one = buckets(1, 2, clock);
  one.take('a');
  clock.advance(-3_600_000);
  expect(one.take('a')).toEqual({ waitMs: 1_000, remaining: 0 });
});

it('full buckets are forgotten, and a flood of keys pushes out the one untouched for longest', () => {
  const clock = frozenClock();
  const few = buckets(1, 1, clock, 3);
  for (const key of ['a', 'b', 'c', 'd']) few.take(key);
  expect(few.size).toBe(3);
  expect(['d', 'c', 'b'].map((key) => few.take(key).waitMs)).toEqual([1_000, 1_000, 1_000]);
  expect(few.take('a').waitMs).toBe(0);
  clock.advance(1_000);
  few.take('z');
  expect(few.size).toBe(1);
});
