import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { shows } from '../support/scenario.js';
import {
  type Cast,
  cast,
  EPSILON,
  evidenceOf,
  forgedOf,
  hersOf,
  holds,
  PLATFORMS,
  runs,
  type Scene,
  type Scorer,
  scenes,
  scoreOf,
  scorer,
} from '../support/scenes.js';
import { contrary } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

/** Not among the platforms of a scene, which has four at most. */
const ONE_MORE = PLATFORMS[5] as string;

const property = (of: Scorer) =>
  fc.asyncProperty(scenes(), fc.boolean(), async (scene: Scene, hers: boolean) => {
    const before = await evidenceOf(scene, players);
    const text = hers ? await hersOf(players) : await forgedOf(players);
    const after = {
      ...before,
      given: [...(before.given ?? []), ONE_MORE],
      observations: [...before.observations, shows(ONE_MORE, [text])],
    };
    const first = await of(before);
    fc.pre(first.identityKey === players.alice.key);
    const then = scoreOf(await of(after), players.alice.key);
    if (hers) expect(then).toBeGreaterThanOrEqual(first.score - EPSILON);
    else expect(then).toBeLessThanOrEqual(first.score + EPSILON);
  });

describe('property 2: one more operator with standing', () => {
  it('that supports the leading key never lowers its score, and one for another key never raises it', async () => {
    await fc.assert(property(scorer), { numRuns: runs(200) });
  });

  it('a scorer that turns the score around fails it', async () => {
    expect(await holds(property(contrary))).toBe(false);
  });
});
