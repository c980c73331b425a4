import { describe, expect, it } from 'vitest';
import { empty, identity, report, SUBJECT, shows } from '../support/scenario.js';

const NAMED = ['github.com', 'gitlab.com', 'codeberg.org', 'soundcloud.com'].map(
  (host) => `https://${host}/alice`,
);
const OTHERS = ['https://vimeo.com/rival', 'https://www.youtube.com/@rival', 'https://sr.ht/~rival'];

/** Her provider shows her key, four accounts that she named are empty, and strangers show keys on domains of theirs. */
async function contested(given: readonly string[] = []) {
  const alice = await identity();
  const statement = await alice.sign(NAMED);
  const hers = [shows(SUBJECT, [statement]), ...NAMED.map((account) => empty(account))];
  const strangers = async (count: number, names: readonly string[]) => {
    const shown = Array.from({ length: count }, async (_, i) => {
      const site = `https://rival${i}.example/`;
      return shows(site, [await (await identity()).sign([site, ...names])]);
    });
    const r = await report([...hers, ...(await Promise.all(shown)), ...OTHERS.map((a) => empty(a))], {
      given,
    });
    return [r.identityKey === alice.key, r.verdict, Number(r.score.toFixed(6))];
  };
  return Promise.all([strangers(1, []), strangers(1, OTHERS), strangers(6, []), strangers(6, OTHERS)]);
}

describe('strangers beside a key whose other accounts are named and empty', () => {
  it('do not lead, however many they are and whatever they name', async () => {
    const [one, ...more] = await contested();
    expect(one).toEqual([true, 'conflicting', 0.802493]);
    expect(more).toEqual([one, one, one]);
  });

  it('do not lead either where the reader gave the empty accounts', async () => {
    const [one, ...more] = await contested(NAMED);
    expect(one?.slice(0, 2)).toEqual([true, 'conflicting']);
    expect(more).toEqual([one, one, one]);
  });
});
