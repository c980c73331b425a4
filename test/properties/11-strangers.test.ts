import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { empty, shows } from '../support/scenario.js';
import {
  type Cast,
  cast,
  evidenceOf,
  holds,
  runs,
  type Scene,
  type Scorer,
  scenes,
  scorer,
} from '../support/scenes.js';
import { suspicious, talkative } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

const OTHER_SUBJECT = 'mimi://b.example/u/carol';
/** Places that have nothing to do with her. */
const EMPTY = [
  'https://github.com/somebody',
  'https://gitlab.com/somebody',
  'https://somebody.example/',
  'https://www.reddit.com/user/somebody',
];
const STRANGER = 'https://mallory.example/';

const property = (of: Scorer) =>
  fc.asyncProperty(
    scenes(['hers', 'silent', 'unreachable'], { strangers: fc.constant(0) }),
    fc.subarray(EMPTY, { minLength: 1 }),
    fc.subarray(EMPTY),
    async (scene: Scene, named: readonly string[], given: readonly string[]) => {
      const scene_ = await evidenceOf(scene, players);
      // The stranger's key, that names her as `sub`, is there before and after; what it names besides is not.
      const alone = await players.mallory.cached([STRANGER]);
      const naming = await players.mallory.cached([STRANGER, ...named]);
      const other = await players.mallory.sign([EMPTY[0] as string], { sub: OTHER_SUBJECT });
      const posted = shows(EMPTY[0] as string, [other], { tokens: ['cross-signing:AAAAAAAAAAAAAAAAAAAAAA'] });
      const before = { ...scene_, observations: [...scene_.observations, shows(STRANGER, [alone])] };
      const after = {
        ...scene_,
        given: [...(scene_.given ?? []), ...given],
        observations: [
          ...scene_.observations,
          shows(STRANGER, [naming]),
          ...EMPTY.slice(1).map(empty),
          posted,
        ],
      };
      const [first, then] = [await of(before), await of(after)];
      fc.pre(first.identityKey === players.alice.key);
      expect([then.score, then.evidence, then.verdict]).toEqual([first.score, first.evidence, first.verdict]);
      expect(JSON.stringify(then)).not.toContain('carol');
      expect(JSON.stringify(then)).not.toContain(other);
    },
  );

describe('property 11: naming or giving accounts that show nothing of the subject', () => {
  it('never changes her score, and what a stranger posts never shows', async () => {
    await fc.assert(property(scorer), { numRuns: runs(60) });
  });

  it('scorers that count what was asked, or tell what was seen, fail it', async () => {
    expect([await holds(property(suspicious), 20), await holds(property(talkative), 20)]).toEqual([
      false,
      false,
    ]);
  });
});
