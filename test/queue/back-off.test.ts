import { expect, it } from 'vitest';
import { backOff } from '../../src/queue/back-off.js';

it('waits twice as long after each failure, less up to half of it', () => {
  const waits = (random: number) => [1, 2, 3].map((failures) => backOff(1_000, failures, () => random));
  expect(waits(0)).toEqual([500, 1_000, 2_000]);
  expect(waits(0.999_999)).toEqual([999, 1_999, 3_999]);
});
