import { describe, expect, it } from 'vitest';
import { statementVerifier } from '../../src/report/build.js';
import { evidence, identity, NOW, report, SUBJECT, shows } from '../support/scenario.js';
import { scorer } from '../support/scenes.js';

const GITHUB = 'https://github.com/alice';

/** Sizes at which anything quadratic would run into the time limit of a test. */
describe('a large evidence file', () => {
  it('of a thousand rival keys on one page is weighed as one', async () => {
    const alice = await identity();
    const s = await alice.sign([GITHUB]);
    const page = 'https://rivals.example/';
    const forged = await Promise.all(
      Array.from({ length: 1000 }, async () => (await identity()).sign([page])),
    );
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(page, forged)]);
    expect([r.verdict, r.score.toFixed(3), r.identityKey, r.keys.length]).toEqual([
      'conflicting',
      '0.985',
      alice.key,
      1001,
    ]);
  });

  it('of many accounts that name 256 each, all the same or all different', async () => {
    const alice = await identity();
    const s = await alice.sign([GITHUB]);
    const crowd = (size: number, names: (i: number, j: number) => string) =>
      Promise.all(
        Array.from({ length: size }, async (_, i) => {
          const own = `https://w${i}.example/`;
          const others = Array.from({ length: 255 }, (_, j) => names(i, j));
          return shows(own, [await (await identity()).sign([own, ...others])]);
        }),
      );
    const hers = [shows(SUBJECT, [s]), shows(GITHUB, [s])];
    const same = await scorer(evidence([...hers, ...(await crowd(256, (_, j) => `https://w${j}.example/`))]));
    const apart = await scorer(
      evidence([...hers, ...(await crowd(64, (i, j) => `https://n${i}x${j}.example/`))]),
    );
    expect([same, apart].map((r) => [r.identityKey, r.score.toFixed(3), r.accounts.length])).toEqual([
      [alice.key, '0.985', 258],
      [alice.key, '0.985', 2 + 64 + 64 * 255],
    ]);
  });

  it('of one statement at a hundred places has its signature verified once', async () => {
    const alice = await identity();
    const places = Array.from({ length: 100 }, (_, i) => `https://w${i}.example/`);
    const s = await alice.sign(places);
    const verify = statementVerifier(NOW);
    expect(verify(s)).toBe(verify(s));
    const r = await report([SUBJECT, ...places].map((account) => shows(account, [s])));
    expect([r.verdict, r.independentOperators]).toEqual(['consistent', 2]);
  });
});
