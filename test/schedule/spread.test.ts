import { expect, test } from 'vitest';
import { firstDue } from '../../src/schedule/first-due.js';
import { nextDue } from '../../src/schedule/next-due.js';
import { seeded } from '../store/support/seeded.js';
import { NOON } from '../support/frozen-clock.js';
import { report } from './support/reports.js';

const DAY = 86_400;
const SUBJECTS = 100_000;
const BUCKETS = 96;
const NOW = new Date(NOON);

function randomOf(seed: number): () => number {
  const below = seeded(seed);
  return () => below(2 ** 32) / 2 ** 32;
}

/** Times → how many fall into each quarter of an hour, counted round the day. */
function buckets(times: readonly number[]): number[] {
  const counts = Array.from({ length: BUCKETS }, () => 0);
  for (const time of times) {
    const at = Math.floor((((time - NOW.getTime()) / 1000 / DAY) % 1) * BUCKETS);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Five standard deviations of a count (binomial): by chance once in millions of buckets. */
const EXPECTED = SUBJECTS / BUCKETS;
const SPREAD = 5 * Math.sqrt(EXPECTED);

test('a subject that nobody knows is due at once when it comes alone', () => {
  const alone = firstDue(DAY, NOW, () => 0.5, { neverSeen: true, together: 1 });
  const known = firstDue(DAY, NOW, () => 0.5, { neverSeen: false, together: 1 });
  const many = firstDue(DAY, NOW, () => 0.25, { neverSeen: true, together: 2 });
  expect([alone, known, many]).toEqual([NOON, '2026-11-22T00:00:00.000Z', '2026-11-21T18:00:00.000Z']);
});

test('a hundred thousand added together fall evenly over the interval, and go on so', () => {
  const random = randomOf(20261121);
  let times = Array.from({ length: SUBJECTS }, () =>
    Date.parse(firstDue(DAY, NOW, random, { neverSeen: true, together: SUBJECTS })),
  );
  expect(Math.max(...buckets(times))).toBeLessThan(EXPECTED + SPREAD);
  expect(Math.min(...buckets(times))).toBeGreaterThan(EXPECTED - SPREAD);
  const same = { report: report(), before: report(), nothingRead: false, random };
  const schedule = { everySeconds: DAY, calm: 0, soon: 0, lastRunAt: null };
  times = times.map((time) => Date.parse(nextDue({ ...same, schedule, now: new Date(time) }).dueAt));
  expect(Math.max(...buckets(times))).toBeLessThan(EXPECTED + SPREAD);
  expect(Math.min(...buckets(times))).toBeGreaterThan(EXPECTED - SPREAD);
});

test('those that fell together once drift apart', () => {
  const random = randomOf(7);
  const next = Array.from({ length: 1000 }, () =>
    nextDue({
      schedule: { everySeconds: DAY, calm: 0, soon: 0, lastRunAt: null },
      ...{ report: report(), before: report(), nothingRead: false, now: NOW, random },
    }),
  );
  const hours = new Set(next.map(({ dueAt }) => dueAt.slice(0, 13)));
  // A tenth of a day to each side, in hours.
  expect([...hours].sort()).toEqual(['09', '10', '11', '12', '13', '14'].map((hour) => `2026-11-22T${hour}`));
});
