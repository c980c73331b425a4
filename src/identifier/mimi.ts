import { normalizeHost } from './host.js';
import { MAX_URI_OCTETS } from './limits.js';
import { normalizePercent, PCHAR, percentDecode, percentEncode } from './percent.js';
import { octets, refuseUnseen } from './text.js';
import type { Kind } from './types.js';

export type MimiUri =
  | {
      readonly ok: true;
      /** Normalised: scheme and host in lower case, A-labels, unreserved characters decoded. */
      readonly uri: string;
      readonly host: string;
      readonly kind: Kind;
      /** What stands after the kind letter, normalised and still percent-encoded: none, one, or two. */
      readonly segments: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** Table 3 of draft-mahy-mimi-identity-03; the letter must be exactly that, in lower case. */
const KINDS: Readonly<Record<string, Kind>> = {
  u: 'user',
  p: 'pseudonym',
  d: 'client',
  r: 'room',
  g: 'group',
  t: 'team',
};

const LETTERS: Readonly<Record<Exclude<Kind, 'provider'>, string>> = {
  user: 'u',
  pseudonym: 'p',
  client: 'd',
  room: 'r',
  group: 'g',
  team: 't',
};

const refuse = (message: string): MimiUri => ({ ok: false, message });

/**
 * Reads a MIMI URI (draft-mahy-mimi-identity-03 section 4; comparison after RFC 3986 section 6.2). The host is
 * refused with userinfo, port or as an IP address, the path with anything but the kind and its one segment, or
 * one or two for a client. `userInput` lets non-ASCII characters in, which a document may not hold.
 */
export function parseMimiUri(text: string, options: { readonly userInput?: boolean } = {}): MimiUri {
  if (text.length > MAX_URI_OCTETS) return refuse(`a MIMI URI has at most ${MAX_URI_OCTETS} octets`);
  if (!/^mimi:/i.test(text)) return refuse('a MIMI URI begins with "mimi://"');
  if (!text.startsWith('//', 5)) return refuse('a MIMI URI has "//" and a host after its scheme');
  const unseen = refuseUnseen(text);
  if (unseen !== null) return refuse(`the MIMI URI is refused: ${unseen}`);
  if (options.userInput !== true && /[^ -~]/.test(text))
    return refuse('a MIMI URI in a document is all ASCII');
  const rest = text.slice(7);
  if (/[?#]/.test(rest)) return refuse('a MIMI URI has neither query nor fragment');
  const slash = rest.indexOf('/');
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  if (authority.includes('@'))
    return refuse('a MIMI URI has no userinfo: what stands before the @ is not its host');
  if (authority.includes(':')) return refuse('a MIMI URI has no port');
  const host = normalizeHost(authority);
  if (!host.ok) return refuse(`the MIMI URI is refused: ${host.message}`);
  return readPath(host.host, slash === -1 ? '' : rest.slice(slash + 1));
}

function readPath(host: string, path: string): MimiUri {
  if (path === '') return finish(host, 'provider', []);
  const [letter = '', ...raw] = path.split('/');
  const kind = Object.hasOwn(KINDS, letter) ? KINDS[letter] : undefined;
  if (kind === undefined) return refuse('the first segment of a MIMI URI is one of u, p, d, r, g, t');
  const most = kind === 'client' ? 2 : 1;
  if (raw.length === 0 || raw.length > most) {
    return refuse(`a MIMI URI has ${most === 1 ? 'one segment' : 'one or two segments'} after /${letter}/`);
  }
  const segments: string[] = [];
  for (const one of raw) {
    const segment = normalizeSegment(one);
    if (!segment.ok) return refuse(`the MIMI URI is refused: ${segment.message}`);
    segments.push(segment.text);
  }
  return finish(host, kind, segments);
}

/** One segment of a path, as written, normalised; no dot segment, nothing that has to be encoded. */
function normalizeSegment(raw: string): { ok: true; text: string } | { ok: false; message: string } {
  if (raw === '') return { ok: false, message: 'it has an empty segment or a trailing slash' };
  const odd = /[^A-Za-z0-9\-._~!$&'()*+,;=:@%\u0080-\u{10FFFF}]/u.exec(raw);
  if (odd !== null) return { ok: false, message: `"${odd[0]}" may not stand unencoded in its path` };
  const decoded = percentDecode(raw);
  if (!decoded.ok) return decoded;
  if (decoded.text === '.' || decoded.text === '..') return { ok: false, message: 'it has a dot segment' };
  return { ok: true, text: normalizePercent(raw, PCHAR) };
}

function finish(host: string, kind: Kind, segments: readonly string[]): MimiUri {
  const uri = formatMimi(host, kind, segments);
  if (octets(uri) > MAX_URI_OCTETS) return refuse(`a MIMI URI has at most ${MAX_URI_OCTETS} octets`);
  return { ok: true, uri, host, kind, segments };
}

function formatMimi(host: string, kind: Kind, segments: readonly string[]): string {
  return kind === 'provider' ? `mimi://${host}` : `mimi://${host}/${LETTERS[kind]}/${segments.join('/')}`;
}

/**
 * The MIMI URI of names that are not encoded yet, or null where they make none: a dot segment, too long, a
 * host that is no name.
 */
export function makeMimiUri(host: string, kind: Kind, names: readonly string[]): string | null {
  const segments = names.map((name) => percentEncode(name, PCHAR));
  const read = parseMimiUri(formatMimi(host, kind, segments));
  return read.ok && read.kind === kind && read.segments.length === names.length ? read.uri : null;
}

/** The segments of a MIMI URI as text: what a person calls the user, the client, the room. */
export function decodeSegments(segments: readonly string[]): readonly string[] {
  return segments.map((segment) => {
    const decoded = percentDecode(segment);
    return decoded.ok ? decoded.text : segment;
  });
}
