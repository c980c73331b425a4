import type { Account } from '../services/index.js';
import { fillLocation, formOf, type Location } from '../services/index.js';

export interface LocateOptions {
  /**
   * The account is the subject of the verification: only the document of profile section 2.1 vouches for its key,
   * nothing else its provider shows.
   */
  readonly asSubject?: boolean;
}

/**
 * Where to look for what an account shows: the places of profile section 2 that its catalogue entry names, in its
 * order, ready to be read. Pure. Throws for an account that the catalogue did not make.
 */
export function locate(account: Account, options: LocateOptions = {}): readonly Location[] {
  const { match } = formOf(account);
  const values = { ...match.params, uri: account.uri, normalized: account.normalized };
  const places = match.form.places.map((place) => fillLocation(place, values));
  if (options.asSubject !== true) return places;
  return places
    .filter((place) => place.kind === 'well-known')
    .map((place) => ({ ...place, hostWide: false }));
}
