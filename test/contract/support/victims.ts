import { createPerson, settle } from '../../../src/demo/person.js';
import { Population } from '../../../src/demo/population.js';
import { generateIdentityKey, proofToken, thumbprintUri } from '../../../src/verify/index.js';
import { startWorld, type World } from '../../support/world.js';

/** A person who is looked up, whose places change while somebody else asks for her too. */
export interface Victim {
  readonly subject: string;
  /** Takes her proof from one account, or puts it back. */
  readonly show: (shown: boolean) => void;
}

export interface HostileWorld {
  readonly world: World;
  /** A new person; `attacker` has prepared places that claim to be hers. */
  newVictim(): Promise<Victim>;
  /** Shows a statement by the attacker's key for her subject. */
  rivalPlaceOf(victim: Victim): string;
  /** A user of the attacker's own provider, whose statement names all that is hers. */
  claimantOf(victim: Victim): string;
  readonly attackerKey: object;
}

const SUBJECT_OF = (name: string): string => `mimi://a.example/u/${name}`;
const placesOf = (name: string): readonly string[] => [
  `https://${name}.people.example/`,
  `acct:${name}@social.example`,
  `https://github.com/${name}`,
];
const nameOf = ({ subject }: Victim): string => subject.split('/').at(-1) ?? '';

/** Shows nothing of anybody. */
export const EMPTY_PLACE = 'https://empty.evil.example/';

export async function hostileWorld(now: Date): Promise<HostileWorld> {
  const population = new Population({ wildcards: ['people.example', 'evil.example'] });
  for (const place of [
    SUBJECT_OF('nobody'),
    ...placesOf('nobody'),
    EMPTY_PLACE,
    'mimi://evil.example/u/mallory',
  ])
    population.show(place);
  const attackerKey = await generateIdentityKey('EdDSA');
  const world = await startWorld(population);
  let victims = 0;

  async function newVictim(): Promise<Victim> {
    victims += 1;
    const name = `v${victims}`;
    const [subject, places] = [SUBJECT_OF(name), placesOf(name)];
    const person = settle(population, await createPerson(subject, places, { now }));
    const rivals = [`https://${name}.evil.example/`, ...places];
    const rival = await createPerson(subject, rivals, { now, key: attackerKey });
    population.show(rivals[0] ?? '', { statement: rival.statement });
    const claimant = `mimi://evil.example/u/${name}`;
    const claim = await createPerson(claimant, [subject, ...places], { now, key: attackerKey });
    population.show(claimant, { statement: claim.statement });
    const account = places[2] ?? '';
    const token = proofToken(thumbprintUri(person.key), account);
    return { subject, show: (shown) => void population.show(account, shown ? { token } : {}) };
  }

  return {
    ...{ world, newVictim, attackerKey },
    rivalPlaceOf: (victim) => `https://${nameOf(victim)}.evil.example/`,
    claimantOf: (victim) => `mimi://evil.example/u/${nameOf(victim)}`,
  };
}
