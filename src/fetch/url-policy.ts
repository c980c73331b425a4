import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import { MAX_HOST_LENGTH, MAX_URL_LENGTH } from './limits.js';
import { quote } from './quote.js';
import type { RedirectPolicy, UnreachableReason } from './types.js';

/** A URL that may be read: https, port 443, a public DNS name. */
export interface AllowedUrl {
  readonly allowed: true;
  readonly href: string;
  readonly host: string;
  /** Path and query, as they go into the request line. */
  readonly path: string;
}

export interface RefusedUrl {
  readonly allowed: false;
  readonly reason: UnreachableReason;
  readonly detail: string;
}

/**
 * Names that are never looked up: RFC 6761 (localhost, invalid), RFC 6762 (local), RFC 7686 (onion),
 * RFC 8375 (home.arpa), RFC 9476 (alt), and `internal`, which ICANN reserved for private use.
 */
const PRIVATE_SUFFIXES = [
  'localhost',
  'local',
  'internal',
  'invalid',
  'onion',
  'home.arpa',
  'alt',
  'localdomain',
];

/** What stands between `//` and the path. Everything that parsers disagree about is outside of it. */
const HOST_AND_PORT = /^([a-z0-9._-]+)(?::(\d{1,5}))?$/i;

const refuse = (detail: string): RefusedUrl => ({ allowed: false, reason: 'refused-url', detail });

/** Why a host name is never asked for, or null where it may be. Takes lower-case A-labels. */
export function refusedHost(host: string): string | null {
  if (host.length > MAX_HOST_LENGTH) return `the host name is longer than ${MAX_HOST_LENGTH} characters`;
  if (isIP(host) !== 0) return `${host} is an IP address; an account needs a host name`;
  const labels = host.split('.');
  if (labels.at(-1) === '') return 'the host name ends in a dot; write it without';
  if (labels.some((label) => label === '' || label.length > 63)) return `${quote(host)} is no host name`;
  if (labels.length < 2) return `${quote(host)} is no public host name`;
  // A redirect like https://a.example.well-known/… lost the slash after its host.
  if (labels.at(-1) === 'well-known') return `${quote(host)} is no host; check for a missing slash`;
  const suffix = PRIVATE_SUFFIXES.find((name) => host === name || host.endsWith(`.${name}`));
  return suffix ? `names under .${suffix} are not public` : null;
}

/**
 * Decides on the text of a URL, before any parser has repaired it: WHATWG drops tabs, turns backslashes
 * around, collapses slashes, decodes `%61` in hosts and reads 2130706433 as an address.
 */
export function decideUrl(text: string): AllowedUrl | RefusedUrl {
  if (text.length > MAX_URL_LENGTH) return refuse(`the URL is longer than ${MAX_URL_LENGTH} characters`);
  if (/[\u0000-\u0020\u007f\\]/.test(text))
    return refuse('the URL holds a space, a backslash or a control character');
  const scheme = /^[a-z][a-z0-9+.-]{0,31}:/i.exec(text)?.[0].toLowerCase();
  if (scheme !== 'https:') return refuse(`only https is read, not ${quote(scheme ?? text)}`);
  const authority = /^https:\/\/([^/?#]*)/i.exec(text)?.[1];
  if (!authority) return refuse('the URL names no host; it begins with https:// and a host');
  if (authority.includes('@')) return refuse('the URL holds a user name or a password before its host');
  if (authority.includes('[')) return refuse('an IP address stands where an account needs a host name');
  const match = HOST_AND_PORT.exec(authority);
  if (!match)
    return refuse(`${quote(authority)} is no host name; write an international one with its xn-- labels`);
  if (match[2] !== undefined && Number(match[2]) !== 443)
    return refuse(`only port 443 is read, not ${match[2]}`);
  return parsed(text);
}

function parsed(text: string): AllowedUrl | RefusedUrl {
  const url = URL.parse ? URL.parse(text) : parseOrNull(text);
  if (!url) return refuse('the URL cannot be parsed');
  const host = url.hostname;
  const refused = refusedHost(host);
  if (refused) return refuse(refused);
  // Belt and braces: what the parser made of the text is what was decided on.
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') {
    return refuse('the URL reads differently once parsed');
  }
  url.hash = '';
  return { allowed: true, href: url.href, host, path: url.pathname + url.search };
}

/** Node 20.19 has no `URL.parse`. */
function parseOrNull(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null; // The only error is "invalid URL", which null says.
  }
}

/**
 * The text of a Location header against the URL that answered it (RFC 9110 section 10.2.2), decided like any
 * other URL. A step down to http is reason `redirect`, with what to do about it.
 */
export function resolveLocation(location: string, base: AllowedUrl): AllowedUrl | RefusedUrl {
  const text = utf8(location);
  if (/^http:/i.test(text)) {
    return {
      allowed: false,
      reason: 'redirect',
      detail: `the page redirects to ${quote(text)}; publish at an https address`,
    };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return decideUrl(text);
  if (/^[/\\]{2}/.test(text)) return decideUrl(`https:${text}`);
  if (text.length > MAX_URL_LENGTH) return refuse(`the Location is longer than ${MAX_URL_LENGTH} characters`);
  if (/[\u0000-\u0020\u007f\\]/.test(text))
    return refuse('the Location holds a space, a backslash or a control character');
  return decideUrl(new URL(text, base.href).href);
}

/** Header bytes come as Latin-1; servers that put raw UTF-8 there mean UTF-8. */
function utf8(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\u{fffd}') ? text : decoded;
}

/** The registrable domain by the ICANN section of the public suffix list, or null where there is none. */
export function icannDomain(host: string): string | null {
  return getDomain(host, { allowPrivateDomains: false });
}

/** Why a policy forbids going from one host to another, or null. Scheme and port were decided before. */
export function forbiddenRedirect(
  policy: RedirectPolicy,
  from: string,
  to: string,
  registrableDomain: (host: string) => string | null,
): string | null {
  if (policy === 'none') return `this document must not redirect, and it redirects to ${quote(to)}`;
  if (policy === 'https' || from === to) return null;
  if (policy === 'same-origin')
    return `it redirects to another host, ${quote(to)}; publish at ${quote(from)} itself`;
  const domain = registrableDomain(from);
  if (domain !== null && domain === registrableDomain(to)) return null;
  return `it redirects outside of ${quote(domain ?? from)}, to ${quote(to)}; publish within it`;
}
