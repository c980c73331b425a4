import type { Evidence, Observation } from '../../../src/evidence/types.js';
import { signSdStatement } from '../../../src/verify/index.js';
import { presentTo } from '../../../src/verify/present.js';
import {
  daysAgo,
  empty,
  evidence,
  type Identity,
  knownFor,
  SUBJECT,
  shows,
  unreadable,
} from '../../support/scenario.js';

/** What one place of a world is to her. */
export const ROLES = [
  'confirmed', // named openly, shows her key
  'pointing', // the same, served by another operator
  'rival', // named openly, shows the key of somebody else who names it too
  'empty', // named openly, shows nothing
  'away', // named openly, cannot be read
  'other', // named openly, shows a statement of another subject
  'broken', // named openly, shows what is no statement
  'private', // named by the disclosure that stands there, shows her key
  'copied', // shows her statement, which does not name it
  'asked', // named by nobody, shows nothing
] as const;
export type Role = (typeof ROLES)[number];

export interface Place {
  readonly uri: string;
  readonly role: Role;
  /** The store saw it `consistent` for two months. */
  readonly known: boolean;
}

export interface People {
  readonly alice: Identity;
  readonly mallory: Identity;
}

/** Another subject, whom no report may name. */
export const CAROL = 'mimi://b.example/u/carol';
/** Serves what `pointing` places link to. */
export const POINTED_AT = 'cdn.example';

const UNNAMED: ReadonlySet<Role> = new Set(['copied', 'asked']);

/** What a crawl of these places sees. Her provider shows her key, and discloses all but the private ones. */
export async function evidenceOf(places: readonly Place[], { alice, mallory }: People): Promise<Evidence> {
  const of = (...roles: Role[]) => places.filter(({ role }) => roles.includes(role)).map(({ uri }) => uri);
  const named = places.filter(({ role }) => !UNNAMED.has(role)).map(({ uri }) => uri);
  const hers = await signSdStatement({ key: alice.jwk, sub: SUBJECT, accounts: named, now: daysAgo(30) });
  const open = named.filter((uri) => !of('private').includes(uri));
  const openly = presentTo(hers.full, open);
  const rivals = of('rival');
  const forged = rivals.length > 0 ? await mallory.sign(rivals) : '';
  const others = await mallory.sign(of('other'), { sub: CAROL, seq: 1 });
  const see = ({ uri, role }: Place): Observation => {
    if (role === 'confirmed' || role === 'copied') return shows(uri, [openly]);
    if (role === 'private') return shows(uri, [presentTo(hers.full, [uri])]);
    if (role === 'pointing') return pointing(uri, openly);
    if (role === 'rival') return shows(uri, [forged]);
    if (role === 'other') return shows(uri, [others]);
    if (role === 'broken') return shows(uri, [`${others.slice(0, -8)}AAAAAAAA`]);
    return role === 'away' ? { ...unreadable(uri), detail: `it redirects to ${CAROL}` } : empty(uri);
  };
  const remembered = places.filter(({ known }) => known).map(({ uri }) => uri);
  const history = remembered.length > 0 ? [knownFor(60, alice, [SUBJECT, ...remembered], [hers.full])] : [];
  return evidence([shows(SUBJECT, [openly]), ...places.map(see)], { history });
}

function pointing(uri: string, statement: string): Observation {
  const url = `https://${POINTED_AT}/?resource=${encodeURIComponent(CAROL)}`;
  const found = [{ where: 'profile page', container: 'jwt', url, digest: 'd', servedBy: POINTED_AT }];
  return shows(uri, [statement], { servedBy: POINTED_AT, found });
}
