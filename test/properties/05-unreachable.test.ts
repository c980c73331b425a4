import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { unreadable } from '../support/scenario.js';
import {
  type Cast,
  cast,
  evidenceOf,
  holds,
  PLATFORMS,
  runs,
  type Scene,
  type Scorer,
  SITES,
  scenes,
  scorer,
} from '../support/scenes.js';
import { outageIsAbsence } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

const property = (of: Scorer) =>
  fc.asyncProperty(
    scenes(['hers', 'silent', 'forged'], { sites: fc.constant([]) }),
    fc.subarray([...PLATFORMS.slice(4), ...SITES, 'https://never-heard-of.example/']),
    async (scene: Scene, unread: readonly string[]) => {
      const before = await evidenceOf(scene, players);
      const after = {
        ...before,
        given: [...(before.given ?? []), ...unread],
        observations: [...before.observations, ...unread.map((account) => unreadable(account))],
      };
      const [first, then] = [await of(before), await of(after)];
      expect([then.score, then.evidence, then.prior, then.operators]).toEqual([
        first.score,
        first.evidence,
        first.prior,
        first.operators,
      ]);
    },
  );

describe('property 5: an unreachable account', () => {
  it('changes the score by exactly nothing', async () => {
    await fc.assert(property(scorer), { numRuns: runs(120) });
  });

  it('a scorer that takes an outage for an absence fails it', async () => {
    expect(await holds(property(outageIsAbsence))).toBe(false);
  });
});
