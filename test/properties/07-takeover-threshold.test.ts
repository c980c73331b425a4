import { beforeAll, describe, expect, it } from 'vitest';
import { type Cast, cast, type Scorer, scorer } from '../support/scenes.js';
import { evidenceUnder, sidesOf, type World, winningAttack } from '../support/takeover.js';
import { boastfulThreshold, timidThreshold } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

/** Every set of operators, every play at each of them, newcomers anywhere; the reader knows her accounts. */
async function keepsItsWord(world: World, of: Scorer): Promise<boolean> {
  const quiet = evidenceUnder(new Map(), world, await sidesOf(world, players), players);
  const threshold = (await of(quiet)).takeoverThreshold;
  if (threshold === null) return false;
  for (let size = 0; size < threshold; size += 1)
    if ((await winningAttack(size, world, players, scorer)) !== null) return false;
  return (await winningAttack(threshold, world, players, scorer)) !== null;
}

const WORLDS: readonly World[] = [
  [],
  ['statement'],
  ['token'],
  ['statement', 'statement'],
  ['statement', 'token'],
  ['token', 'token'],
  ['statement', 'statement', 'statement'],
  ['statement', 'token', 'token'],
  ['older', 'token', 'token'],
  ['statement', 'statement', 'token', 'token'],
  ['older', 'statement', 'token', 'token'],
  ['statement', 'statement', 'statement', 'statement'],
  ['token', 'token', 'token', 'token', 'token'],
  ['statement', 'token', 'token', 'token', 'token'],
  ['statement', 'statement', 'statement', 'statement', 'statement'],
];

describe('property 7: fewer operators than takeoverThreshold', () => {
  it.each(WORLDS.map((world) => ({ world, name: ['provider', ...world].join(', ') })))(
    'never make the key of an attacker consistent, and as many do: $name',
    async ({ world }) => {
      expect(await keepsItsWord(world, scorer)).toBe(true);
    },
  );

  it('a scorer that tells more than there is, or less, fails it', async () => {
    const world: World = ['statement', 'statement'];
    expect([await keepsItsWord(world, boastfulThreshold), await keepsItsWord(world, timidThreshold)]).toEqual(
      [false, false],
    );
  });
});
