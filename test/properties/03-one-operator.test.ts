import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { evidence, SUBJECT, shows } from '../support/scenario.js';
import { type Cast, cast, EPSILON, holds, runs, type Scorer, scorer } from '../support/scenes.js';
import { countOfLinks } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

const ACCOUNTS = [0, 1, 2, 3, 4].map((i) => `https://github.com/alice-${i}`);
const ELSEWHERE = 'https://mallory.example/';

const property = (of: Scorer) =>
  fc.asyncProperty(
    fc.integer({ min: 1, max: 5 }),
    fc.array(fc.nat(4), { maxLength: 5 }),
    fc.boolean(),
    async (count: number, given: readonly number[], contest: boolean) => {
      const text = await players.alice.cached(ACCOUNTS);
      const rival = shows(ELSEWHERE, [await players.mallory.cached([ELSEWHERE])]);
      const standing = given.filter((i) => i < count);
      const all = (n: number) =>
        evidence(
          [
            shows(SUBJECT, [text]),
            ...ACCOUNTS.slice(0, n).map((account) => shows(account, [text])),
            ...(contest ? [rival] : []),
          ],
          // The one account has standing if any of the many has.
          { given: (n === 1 ? standing.map(() => 0) : standing).map((i) => ACCOUNTS[i] as string) },
        );
      const [one, many] = [await of(all(1)), await of(all(count))];
      expect(Math.abs(one.score - many.score)).toBeLessThanOrEqual(EPSILON);
      expect(many.operators).toEqual(one.operators);
    },
  );

describe('property 3: any number of accounts at one operator', () => {
  it('weigh as one account there', async () => {
    await fc.assert(property(scorer), { numRuns: runs(100) });
  });

  it('a count of links fails it', async () => {
    expect(await holds(property(countOfLinks))).toBe(false);
  });
});
