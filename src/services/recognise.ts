import { normalizeAccountUri } from '../identifier/index.js';
import { CATALOGUE } from './catalogue/index.js';
import type { FormMatch } from './match.js';
import { operatorOf } from './operators.js';
import type { Service } from './service.js';
import { fillTemplate } from './template.js';
import type { Account, Recognised } from './types.js';

/**
 * Reads an account URI: normalised by profile section 3, then mapped by the first catalogue entry that knows it.
 * What no entry can read is a value, never an exception: it is reported and never fetched.
 */
export function recogniseAccount(text: string): Recognised {
  const normal = normalizeAccountUri(text);
  if (!normal.ok) return { unsupported: true, uri: normal.uri, reason: normal.message };
  const found = matchCatalogue(normal.uri, normal.query);
  if (found === null) {
    return {
      unsupported: true,
      uri: normal.uri,
      reason: `nothing in the catalogue reads this ${normal.scheme}: address`,
    };
  }
  const { service, match, normalized } = found;
  const { operator, selfHosted } = operatorOf(fillTemplate(match.form.operator, match.params));
  return { uri: match.uri, normalized, service: service.id, operator, selfHosted, params: match.params };
}

/** The catalogue entry with this id, or undefined. */
export function serviceById(id: string): Service | undefined {
  return CATALOGUE.find(({ service }) => service.id === id)?.service;
}

/** The entry and form that read an account. Throws for an account that this catalogue did not make. */
export function formOf(account: Account): { service: Service; match: FormMatch } {
  const query = account.uri.indexOf('?');
  const found =
    query < 0
      ? matchCatalogue(account.uri, null)
      : matchCatalogue(account.uri.slice(0, query), account.uri.slice(query + 1));
  if (found === null) throw new Error(`no catalogue entry for ${account.uri}`);
  return found;
}

/** A query counts only where an entry's template names it; elsewhere it is not part of the account. */
function matchCatalogue(uri: string, query: string | null) {
  const spellings = query === null ? [uri] : [`${uri}?${query}`, uri];
  for (const normalized of spellings) {
    for (const { service, match } of CATALOGUE) {
      const found = match(normalized);
      if (found !== null) return { service, match: found, normalized };
    }
  }
  return null;
}
