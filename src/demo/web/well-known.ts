import { jwt, notFound, type SiteAnswer } from '../answers.js';

/** What a provider or a site shows at `/.well-known/cross-signing` for one account; undefined: nothing. */
export type Documents = (resource: string) => string | undefined;

/**
 * Answers `/.well-known/cross-signing?resource=…` (profile section 2.1); undefined for any other path, so
 * that every kind of site can have the document.
 */
export function wellKnown(
  path: string,
  query: URLSearchParams,
  documents: Documents,
): SiteAnswer | undefined {
  if (path !== '/.well-known/cross-signing') return undefined;
  const statement = documents(query.get('resource') ?? '');
  return statement === undefined ? notFound() : jwt(statement);
}
