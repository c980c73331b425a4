import type { Evidence, Observation } from '../../src/evidence/types.js';
import { daysAgo, empty, evidence, SUBJECT, shows, showsToken, unreadable } from './scenario.js';
import { type Cast, PLATFORMS, type Scorer, strangersPlaces } from './scenes.js';

/** What each of her platform accounts shows; the reader gave all of them. The provider shows her statement. */
export type World = readonly ('statement' | 'older' | 'token')[];

export const PLAYS = ['forge', 'delete', 'rollback', 'unreachable'] as const;
export type Play = (typeof PLAYS)[number];

/** An attacker's choice: what each place he holds answers, by account. */
export type Attack = ReadonlyMap<string, Play>;

/** Statements and free accounts of both sides in one world. */
export interface Sides {
  readonly hers: string;
  /** An earlier statement of hers, that named the first half of her accounts only. */
  readonly older: string;
  readonly forged: string;
  readonly places: readonly string[];
}

export async function sidesOf(world: World, { alice, mallory }: Cast): Promise<Sides> {
  const places = PLATFORMS.slice(0, world.length);
  return {
    hers: await alice.cached(places),
    older: await alice.cached(places.slice(0, Math.ceil(world.length / 2)), { now: daysAgo(200) }),
    forged: await mallory.cached([...places, ...strangersPlaces()]),
    places,
  };
}

/** What the reader sees: her own answers, the attacker's where he holds the place, and his newcomers everywhere. */
export function evidenceUnder(attack: Attack, world: World, sides: Sides, players: Cast): Evidence {
  const honest = (account: string, what: World[number]): Observation => {
    if (what === 'token') return showsToken(account, [players.alice.token(account)]);
    return shows(account, [what === 'older' ? sides.older : sides.hers]);
  };
  const answers: Record<Play, (account: string) => Observation> = {
    forge: (account) => shows(account, [sides.forged]),
    delete: empty,
    rollback: (account) => shows(account, [sides.older]),
    unreachable: unreadable,
  };
  const answer = (account: string, what: World[number]): Observation => {
    const play = attack.get(account);
    return play === undefined ? honest(account, what) : answers[play](account);
  };
  const newcomers = attack.size > 0 ? strangersPlaces() : [];
  return evidence(
    [
      answer(SUBJECT, 'statement'),
      ...sides.places.map((account, i) => answer(account, world[i] as World[number])),
      ...newcomers.map((account) => shows(account, [sides.forged])),
    ],
    { given: sides.places },
  );
}

/** Every way to hold `size` of these places, and every play at each. */
export function* attacksOf(places: readonly string[], size: number): Generator<Attack> {
  if (size === 0) {
    yield new Map();
    return;
  }
  for (const [i, place] of places.entries())
    for (const rest of attacksOf(places.slice(i + 1), size - 1))
      for (const play of PLAYS) yield new Map([[place, play], ...rest]);
}

/** The first attack of this size that makes the attacker's key `consistent`, or null where there is none. */
export async function winningAttack(
  size: number,
  world: World,
  players: Cast,
  scorer: Scorer,
): Promise<Attack | null> {
  const sides = await sidesOf(world, players);
  for (const attack of attacksOf([SUBJECT, ...sides.places], size)) {
    const report = await scorer(evidenceUnder(attack, world, sides, players));
    if (report.verdict === 'consistent' && report.identityKey === players.mallory.key) return attack;
  }
  return null;
}
