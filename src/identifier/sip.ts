import { isIPv4, isIPv6 } from 'node:net';
import { normalizeHost } from './host.js';
import { MAX_URI_OCTETS } from './limits.js';
import { percentDecode, percentEncode } from './percent.js';
import { octets, refuseUnseen } from './text.js';

export type SipUri =
  | {
      readonly ok: true;
      /** The one spelling: scheme, user, host, port, and of a contact its parameters and headers sorted. */
      readonly uri: string;
      readonly secure: boolean;
      /** Decoded; null for a URI of a host alone. */
      readonly user: string | null;
      readonly host: string;
      /** An address of record: no port, no IP address, nothing that names a road or a device. */
      readonly aor: boolean;
      /** A password stood in the URI (RFC 3261 section 19.1.1) and was dropped. */
      readonly userinfo: boolean;
    }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): SipUri => ({ ok: false, message });

/** A port has 16 bits. */
const MAX_PORT = 65_535;
/** unreserved, mark and user-unreserved of RFC 3261 section 25.1. */
const USER = /[A-Za-z0-9\-_.!~*'()&=+$,;?/]/;
/** Parameters that name a road or a device, so that the URI is a contact (section 19.1.4, RFC 5627). */
const CONTACT_PARAMETERS = new Set(['transport', 'maddr', 'ttl', 'method', 'gr', 'ob']);

/**
 * Reads a SIP or SIPS URI. An address of record loses its parameters (section 10.3 step 5); a contact keeps
 * them in lower case and sorted. The user is case-sensitive, everything else is not (section 19.1.4).
 */
export function readSip(text: string): SipUri {
  if (octets(text) > MAX_URI_OCTETS) return refuse(`a SIP URI has at most ${MAX_URI_OCTETS} octets`);
  const unseen = refuseUnseen(text);
  if (unseen !== null) return refuse(`the SIP URI is refused: ${unseen}`);
  const [, scheme = '', rest = ''] = /^(sips?):(.*)$/i.exec(text) ?? [];
  if (/[^!-~]/.test(rest))
    return refuse('a SIP URI is all ASCII without spaces; other characters are percent-encoded');
  const at = rest.indexOf('@');
  if (at !== rest.lastIndexOf('@')) return refuse('a SIP URI has at most one @; another is written %40');
  const [rawUser = '', password] = at === -1 ? [] : splitOnce(rest.slice(0, at), ':');
  const user = at === -1 ? null : readUser(rawUser);
  if (user !== null && !user.ok) return user;
  const tail = /^(\[[^\]]*\]|[^:;?]*)(?::([0-9]{1,5}))?(;[^?]*)?(\?.*)?$/.exec(rest.slice(at + 1));
  if (tail === null)
    return refuse('what follows the host of the SIP URI is not a port, parameters or headers');
  const [, rawHost = '', port, parameters = '', headers = ''] = tail;
  if (Number(port ?? 0) > MAX_PORT) return refuse('the SIP URI has a port that does not exist');
  const host = readHost(rawHost);
  if (!host.ok) return refuse(`the SIP URI is refused: ${host.message}`);
  const more = readParameters(parameters);
  if (!more.ok) return more;
  if (headers !== '' && !percentDecode(headers).ok) return refuse('the headers of the SIP URI are not valid');
  const aor =
    !host.literal &&
    port === undefined &&
    headers === '' &&
    !more.names.some((one) => CONTACT_PARAMETERS.has(one));
  const secure = scheme.toLowerCase() === 'sips';
  const userText = user === null ? '' : `${percentEncode(user.text, USER)}@`;
  const road = aor ? '' : `${port ? `:${Number(port)}` : ''}${more.text}${sortHeaders(headers)}`;
  return {
    ok: true,
    uri: `${secure ? 'sips' : 'sip'}:${userText}${host.host}${road}`,
    secure,
    user: user?.text ?? null,
    host: host.host,
    aor,
    userinfo: password !== undefined,
  };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function readUser(raw: string): { ok: true; text: string } | { ok: false; message: string } {
  if (raw === '') return { ok: false, message: 'the SIP URI has an empty user' };
  for (const character of raw) {
    if (character !== '%' && !USER.test(character)) {
      return { ok: false, message: `"${character}" must be percent-encoded in the user of a SIP URI` };
    }
  }
  const decoded = percentDecode(raw);
  return decoded.ok
    ? decoded
    : { ok: false, message: `the user of the SIP URI is refused: ${decoded.message}` };
}

type Host =
  | { readonly ok: true; readonly host: string; readonly literal: boolean }
  | { readonly ok: false; readonly message: string };

/** RFC 3261: a host name, an IPv4 address, or an IPv6 address in brackets. */
function readHost(raw: string): Host {
  const literal = /^\[(.*)\]$/.exec(raw)?.[1];
  if (literal !== undefined) {
    if (!isIPv6(literal) || literal.includes('%'))
      return { ok: false, message: 'its IPv6 address is not valid' };
    return { ok: true, host: new URL(`http://[${literal}]/`).hostname, literal: true };
  }
  if (isIPv4(raw)) return { ok: true, host: raw, literal: true };
  const host = normalizeHost(raw);
  return host.ok ? { ...host, literal: false } : host;
}

type Parameters =
  | { readonly ok: true; readonly names: readonly string[]; readonly text: string }
  | { readonly ok: false; readonly message: string };

function readParameters(raw: string): Parameters {
  if (raw === '') return { ok: true, names: [], text: '' };
  const pairs: [string, string | undefined][] = [];
  for (const piece of raw.slice(1).split(';')) {
    const [rawName = '', rawValue] = splitOnce(piece, '=');
    const name = percentDecode(rawName);
    const value = percentDecode(rawValue ?? '');
    if (!name.ok || !value.ok || name.text === '')
      return { ok: false, message: 'a parameter of the SIP URI is not valid' };
    pairs.push([name.text.toLowerCase(), rawValue === undefined ? undefined : value.text.toLowerCase()]);
  }
  const names = pairs.map(([name]) => name);
  if (new Set(names).size !== names.length)
    return { ok: false, message: 'the SIP URI has a parameter twice' };
  const text = pairs
    .map(
      ([name, value]) =>
        `;${percentEncode(name, PARAMETER)}${value === undefined ? '' : `=${percentEncode(value, PARAMETER)}`}`,
    )
    .sort()
    .join('');
  return { ok: true, names, text };
}

/** unreserved and param-unreserved of RFC 3261 section 25.1. */
const PARAMETER = /[A-Za-z0-9\-_.!~*'()[\]/:&+$]/;

function sortHeaders(raw: string): string {
  return raw === '' ? '' : `?${raw.slice(1).split('&').sort().join('&')}`;
}

/** The address of record of a name at a host, in its one spelling. */
export function formatSipAor(user: string, host: string): string {
  return `sip:${percentEncode(user, USER)}@${host}`;
}
