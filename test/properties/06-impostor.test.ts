import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { empty, evidence, SUBJECT, shows, unreadable } from '../support/scenario.js';
import {
  type Cast,
  cast,
  holds,
  platformsOf,
  runs,
  type Scorer,
  scorer,
  strangersPlaces,
} from '../support/scenes.js';
import { anchorForgotten, countOfLinks } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

/** Free accounts on every platform, many on one, and domains bought for it. */
const PLACES = [
  ...strangersPlaces(),
  ...Array.from({ length: 20 }, (_, i) => `https://github.com/mallory-${i}`),
  ...Array.from({ length: 20 }, (_, i) => `https://mallory-${i}.example/`),
];

const property = (of: Scorer) =>
  fc.asyncProperty(
    fc.subarray(PLACES, { minLength: 1 }),
    fc.subarray([...platformsOf('mallory')]),
    fc.constantFrom('empty', 'unreachable', 'hers'),
    async (places: readonly string[], given: readonly string[], provider: string) => {
      const forged = await players.mallory.cached(PLACES);
      const hers = await players.alice.cached([]);
      const own = { empty: empty(SUBJECT), unreachable: unreadable(SUBJECT), hers: shows(SUBJECT, [hers]) };
      const report = await of(
        evidence(
          [own[provider as keyof typeof own], ...places.map((account) => shows(account, [forged]))],
          // The reader may even have been talked into giving them.
          { given },
        ),
      );
      expect(report.verdict).not.toBe('consistent');
      expect(report.score <= 0.5 || report.identityKey !== players.mallory.key).toBe(true);
      expect(report.evidence <= 0 || report.identityKey !== players.mallory.key).toBe(true);
    },
  );

describe("property 6: an impostor's set without the anchor", () => {
  it('is never consistent and never scores above 0.5, at any size', async () => {
    await fc.assert(property(scorer), { numRuns: runs(120) });
  });

  it('scorers that forget the anchor or count links fail it', async () => {
    expect([await holds(property(anchorForgotten)), await holds(property(countOfLinks))]).toEqual([
      false,
      false,
    ]);
  });
});
