import { elementsOf, select, textOf } from '../json-path.js';
import type { Ask } from '../location.js';

/** What is used of a WebFinger document (RFC 7033 section 4.4). */
export interface Jrd {
  /** Null where the document names none. `acct:` subjects in lower case. */
  readonly subject: string | null;
  readonly aliases: readonly string[];
  /** The ActivityPub actor, or null. */
  readonly self: string | null;
}

/** ActivityPub section 3.2, and what servers answered to before it. */
const ACTOR_TYPES =
  /^application\/(?:activity\+json|ld\+json; ?profile="https:\/\/www\.w3\.org\/ns\/activitystreams")$/;

/** How WebFinger is asked, wherever. RFC 7033 section 4.2 allows redirects to https, to any host. */
export const WEBFINGER = {
  as: 'json',
  accept: 'application/jrd+json, application/json',
  redirects: 'https',
  // Servers that do not know a resource, or its form, say 400 as often as 404.
  statusMeans: { 400: 'absent' },
} as const;

/** The question for a resource at a host. */
export function webfingerAsk(host: string, resource: string, where = 'WebFinger'): Ask {
  return {
    ...WEBFINGER,
    where,
    url: `https://${host}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`,
  };
}

/** Reads a JRD. The server may ignore `rel`, so links are filtered here (section 4.3). */
export function readJrd(value: unknown): Jrd {
  const subject = textOf(select(value, 'subject')[0]);
  const self = elementsOf(select(value, 'links')[0]).find(
    (link) => textOf(select(link, 'rel')[0]) === 'self' && ACTOR_TYPES.test(textOf(select(link, 'type')[0])),
  );
  const href = textOf(select(self, 'href')[0]);
  return {
    subject: subject === '' ? null : foldAcct(subject),
    aliases: elementsOf(select(value, 'aliases')[0]).map(textOf),
    self: href === '' ? null : href,
  };
}

/** User names of the fediverse and hosts do not differ by case. */
export function foldAcct(uri: string): string {
  return /^acct:/i.test(uri) ? uri.toLowerCase() : uri;
}
