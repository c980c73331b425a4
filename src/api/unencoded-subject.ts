import { pathText } from '../badge/index.js';

/** Where people paste addresses, the page of a subject and its badge. Octets beyond ASCII are no URL: what they spell is not guessed. */
const SHOWN = /^(\/i\/|\/badge\/)([!-~]+)$/;
const WITH_QUERY = /^([^?#]*)(\?[^#]*)?$/;
/** The suffix of a badge is no part of the subject. */
const BADGE_FILE = /^(.*)(\.svg|\.json)$/;
const PAGE = /^(.*)()$/;
/** The beginning of a MIMI URI with slashes as they are, of which something on the way may have made one. */
const UNENCODED = /^mimi(?::|%3A)\/(\/?)/i;
/** Paths of the API that have `{subject}`. */
const IN_API = /^\/v1\/(?:identities|schedules)\/mimi(?::|%3A)\//i;

/**
 * The URL of a request, with the subject in it percent-encoded where that was not done: `/i/mimi://a.example/u/alice`, as
 * people write it, and `/i/mimi:/a.example/u/alice`, as a proxy sends on what it has decoded. The page is served there and
 * then: whoever was sent to the encoded address instead, such a proxy would lead in a circle. Pure.
 */
export function withSubjectEncoded(url: string): string {
  const [, room = '', rest = ''] = SHOWN.exec(url) ?? [];
  const [, path = '', query = ''] = WITH_QUERY.exec(rest) ?? [];
  if (!UNENCODED.test(path)) return url;
  const [, subject = '', suffix = ''] = (room === '/badge/' ? BADGE_FILE : PAGE).exec(path) ?? [];
  // What stands unencoded is the URI itself: its own escapes are part of it, and are encoded like the rest.
  const whole = subject.replace(UNENCODED, 'mimi://');
  return subject === '' ? url : `${room}${pathText(whole)}${suffix}${query}`;
}

/** Why there is nothing at a path of the API, where a subject stands in it as it is; undefined: elsewhere. */
export function unencodedHint(path: string): string | undefined {
  if (!IN_API.test(path)) return undefined;
  return 'There is no such resource. The subject must be percent-encoded, as one segment of the path: mimi%3A%2F%2F…';
}
