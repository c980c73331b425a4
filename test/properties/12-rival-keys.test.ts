import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { shows } from '../support/scenario.js';
import {
  type Cast,
  cast,
  EPSILON,
  evidenceOf,
  holds,
  runs,
  type Scene,
  type Scorer,
  type Signer,
  scenes,
  scorer,
  signer,
} from '../support/scenes.js';
import { rivalsAddUp } from '../support/wrong-scorers.js';

const RIVALS = 12;
let players: Cast;
let rivals: readonly Signer[];
beforeAll(async () => {
  players = await cast();
  rivals = await Promise.all(Array.from({ length: RIVALS }, signer));
});

const placeOf = (i: number, together: boolean): string =>
  together
    ? 'https://rivals.example/'
    : i % 2
      ? `https://github.com/rival-${i}`
      : `https://rival-${i}.example/`;

/** The rivals of this property are the only ones: beside a weaker one, an average one more may be heavier than it. */
const alone = ({ platforms, sites, ...scene }: Scene): Scene => ({
  ...scene,
  platforms: platforms.map((what) => (what === 'forged' ? 'statement' : what)),
  sites: sites.map((what) => (what === 'forged' ? 'empty' : what)),
});

const property = (of: Scorer) =>
  fc.asyncProperty(
    scenes(['hers'], { strangers: fc.constant(0) }),
    fc.integer({ min: 2, max: RIVALS }),
    fc.boolean(),
    async (scene: Scene, count: number, together: boolean) => {
      const base = await evidenceOf(alone(scene), players);
      const shown = await Promise.all(
        rivals.map(async (rival, i) => {
          const place = placeOf(i, together);
          return shows(place, [await rival.cached([place])]);
        }),
      );
      const withRivals = (n: number) => ({
        ...base,
        observations: [...base.observations, ...shown.slice(0, n)],
      });
      const [one, many] = [await of(withRivals(1)), await of(withRivals(count))];
      fc.pre(one.identityKey === players.alice.key);
      expect(many.identityKey).toBe(players.alice.key);
      expect(many.score).toBeGreaterThanOrEqual(one.score - EPSILON);
    },
  );

describe('property 12: any number of rival keys shown without standing', () => {
  it('lower the leading score no more than one does', async () => {
    await fc.assert(property(scorer), { numRuns: runs(100) });
  });

  it('a scorer in which each rival takes its part fails it', async () => {
    expect(await holds(property(rivalsAddUp))).toBe(false);
  });
});
