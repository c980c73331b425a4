import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { daysAgo, evidence, knownFor, SUBJECT, shows } from '../support/scenario.js';
import { holds, PLATFORMS, runs, type Scorer, type Signer, scorer, signer } from '../support/scenes.js';
import { withoutMemory } from '../support/wrong-scorers.js';

let alice: Signer;
beforeAll(async () => {
  alice = await signer();
});

const PLACES = PLATFORMS.slice(0, 3);

const property = (of: Scorer) =>
  fc.asyncProperty(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.boolean(),
    fc.boolean(),
    async (shown: number, held: number, withText: boolean, sameElsewhere: boolean) => {
      const text = (seq: number) => alice.cached(PLACES, { seq, now: daysAgo(60) });
      const low = await text(shown);
      const high = await text(held);
      const history = knownFor(60, alice, [SUBJECT, ...PLACES], withText ? [high] : [], { seq: held });
      // Where one place shows the newest, another that lags behind is `stale`, and no rollback.
      const lagging = sameElsewhere ? [shows(PLACES[2] as string, [high])] : [];
      const report = await of(
        evidence([shows(SUBJECT, [low]), shows(PLACES[0] as string, [low]), ...lagging], {
          history: [history],
        }),
      );
      const expected = held > shown && !sameElsewhere;
      expect(report.alerts.some(({ code }) => code === 'rollback')).toBe(expected);
    },
  );

describe('property 9: a rollback to a lower seq', () => {
  it('is seen wherever the store has seen the higher one', async () => {
    await fc.assert(property(scorer), { numRuns: runs(80) });
  });

  it('a scorer without memory fails it', async () => {
    expect(await holds(property(withoutMemory))).toBe(false);
  });
});
