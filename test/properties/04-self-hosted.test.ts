import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { evidence, SUBJECT, shows } from '../support/scenario.js';
import { type Cast, cast, EPSILON, holds, runs, type Scorer, scorer } from '../support/scenes.js';
import { countOfLinks } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

const DOMAINS = Array.from({ length: 40 }, (_, i) => `https://alice-${i}.example/`);

const ELSEWHERE = 'https://github.com/mallory';

const property = (of: Scorer) =>
  fc.asyncProperty(
    fc.integer({ min: 1, max: DOMAINS.length }),
    fc.boolean(),
    async (count: number, contest: boolean) => {
      const text = await players.alice.cached(DOMAINS);
      const rival = shows(ELSEWHERE, [await players.mallory.cached([ELSEWHERE])]);
      const all = (n: number) =>
        evidence(
          [
            shows(SUBJECT, [text]),
            ...DOMAINS.slice(0, n).map((account) => shows(account, [text])),
            ...(contest ? [rival] : []),
          ],
          // Giving a domain gives it no standing: anybody can buy one.
          { given: DOMAINS.slice(0, n) },
        );
      const [one, many] = [await of(all(1)), await of(all(count))];
      expect(Math.abs(one.score - many.score)).toBeLessThanOrEqual(EPSILON);
      expect(many.independentOperators).toBe(one.independentOperators);
    },
  );

describe('property 4: any number of self-hosted domains without standing', () => {
  it('weigh as one', async () => {
    await fc.assert(property(scorer), { numRuns: runs(80) });
  });

  it('a count of links fails it', async () => {
    expect(await holds(property(countOfLinks))).toBe(false);
  });
});
