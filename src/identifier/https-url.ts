import { normalizeHost } from './host.js';
import { MAX_URI_OCTETS } from './limits.js';
import { normalizePercent, PCHAR, percentDecode } from './percent.js';
import { octets, refuseUnseen } from './text.js';

export type HttpsUrl =
  | {
      readonly ok: true;
      /** `https://host/path`: no userinfo, no port, no query, no fragment. */
      readonly uri: string;
      readonly host: string;
      /** Begins with `/`; dot segments removed, unreserved characters decoded. */
      readonly path: string;
      /** Normalised, without its `?`; null where there is none. Part of no account unless its service says so. */
      readonly query: string | null;
      /** Something stood before an `@` in front of the host, and was dropped. */
      readonly userinfo: boolean;
    }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): HttpsUrl => ({ ok: false, message });

/** pchar, "/" and "?" (RFC 3986 section 3.4). */
const QUERY = /[A-Za-z0-9\-._~!$&'()*+,;=:@/?]/;
const PATH = new RegExp(`${PCHAR.source}|/`);

/**
 * Reads the URL of a profile or a site (profile section 3). The text is taken apart here and not by WHATWG
 * URL, which skips tabs, takes backslashes for slashes and repairs the number of slashes: where two readers
 * differ, an attacker chooses which of them shows the host and which connects.
 */
export function readHttpsUrl(text: string): HttpsUrl {
  if (octets(text) > MAX_URI_OCTETS) return refuse(`an account URL has at most ${MAX_URI_OCTETS} octets`);
  if (!/^https:\/\//i.test(text)) return refuse('the URL of a profile or a site begins with "https://"');
  const unseen = refuseUnseen(text);
  if (unseen !== null) return refuse(`the URL is refused: ${unseen}`);
  if (/[\\ ]/.test(text)) return refuse('the URL contains a backslash or a space');
  const [, authority = '', path = '', query, fragment = ''] =
    /^([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(text.slice(8)) ?? [];
  const userinfo = authority.includes('@');
  const hostPort = authority.slice(authority.lastIndexOf('@') + 1);
  if (/^\[.*\]$/.test(hostPort)) return refuse('its host is an IP address');
  if (hostPort.includes(':')) return refuse('an account URL has no port');
  const host = normalizeHost(hostPort);
  if (!host.ok) return refuse(`the URL is refused: ${host.message}`);
  for (const part of [path, query ?? '', fragment]) {
    const decoded = percentDecode(part);
    if (!decoded.ok) return refuse(`the URL is refused: ${decoded.message}`);
  }
  const normalPath = removeDotSegments(normalizePercent(path === '' ? '/' : path, PATH));
  const uri = `https://${host.host}${normalPath}`;
  const normalQuery = query === undefined || query === '' ? null : normalizePercent(query, QUERY);
  if (octets(uri) + (normalQuery?.length ?? 0) > MAX_URI_OCTETS) {
    return refuse(`an account URL has at most ${MAX_URI_OCTETS} octets`);
  }
  return { ok: true, uri, host: host.host, path: normalPath, query: normalQuery, userinfo };
}

/** RFC 3986 section 5.2.4 for an absolute path whose unreserved characters are decoded. */
function removeDotSegments(path: string): string {
  const out: string[] = [];
  const segments = path.slice(1).split('/');
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') out.pop();
    if (segment !== '..' && segment !== '.') out.push(segment);
    else if (last) out.push('');
  });
  return `/${out.join('/')}`;
}
