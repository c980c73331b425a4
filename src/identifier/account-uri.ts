import { readDid } from './did.js';
import { nameOfDnsUri } from './dns-uri.js';
import { normalizeHost } from './host.js';
import { readHttpsUrl } from './https-url.js';
import { formatIrcUrl, readIrcUrl } from './irc.js';
import { parseJid } from './jid.js';
import { readAspe, readNostr, readOpenPgpFingerprint } from './keys.js';
import { MAX_URI_OCTETS } from './limits.js';
import { formatAcct, formatMailto, readAcct, readMailto } from './mailbox.js';
import { formatMatrixUri, readMatrixUri } from './matrix.js';
import { decodeSegments, parseMimiUri } from './mimi.js';
import { percentDecode, percentEncode } from './percent.js';
import { readSip } from './sip.js';
import { octets } from './text.js';
import type { Scheme } from './types.js';

/** An account URI in the one form in which it is compared (profile section 3), or why it is none. */
export type AccountUri =
  | {
      readonly ok: true;
      readonly uri: string;
      readonly scheme: Scheme;
      /** A-labels in lower case; null where the scheme has no host. */
      readonly host: string | null;
      /** The user, decoded; null where the URI names none. */
      readonly user: string | null;
      /** Of `https:` and `mimi:`, beginning with `/`; else null. */
      readonly path: string | null;
      /** Of `https:`, without its `?`, not part of `uri`: an account only where its catalogue entry says so. */
      readonly query: string | null;
    }
  | {
      readonly ok: false;
      /** The text as it stood. */
      readonly uri: string;
      readonly message: string;
    };

type Read = AccountUri | { readonly ok: false; readonly message: string };
type Parts = { host?: string | null; user?: string | null; path?: string | null; query?: string | null };

const refuse = (message: string): Read => ({ ok: false, message });

function accept(scheme: Scheme, uri: string, parts: Parts): Read {
  const { host = null, user = null, path = null, query = null } = parts;
  return { ok: true, uri, scheme, host, user, path, query };
}

const READERS: Readonly<Record<string, (text: string) => Read>> = {
  mimi: mimiAccount,
  https: httpsAccount,
  acct: acctAccount,
  xmpp: xmppAccount,
  sip: sipAccount,
  irc: ircAccount,
  matrix: matrixAccount,
  did: didAccount,
  dns: dnsAccount,
  nostr: nostrAccount,
  mailto: mailtoAccount,
  openpgp4fpr: openPgpAccount,
  aspe: aspeAccount,
};

/**
 * Normalises an account URI by profile section 3 alone; a catalogue entry then maps its own spellings. Never
 * throws; what is not all ASCII is read as people type it and comes out encoded.
 */
export function normalizeAccountUri(text: string): AccountUri {
  if (octets(text) > MAX_URI_OCTETS) {
    return { ok: false, uri: text, message: `an account URI has at most ${MAX_URI_OCTETS} octets` };
  }
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return { ok: false, uri: text, message: 'it is no URI: it has no scheme' };
  const reader = Object.hasOwn(READERS, scheme) ? READERS[scheme] : undefined;
  if (reader === undefined)
    return { ok: false, uri: text, message: `no account is named by the scheme ${scheme}:` };
  const read = reader(text);
  if (!read.ok) return { ok: false, uri: text, message: read.message };
  if (octets(read.uri) <= MAX_URI_OCTETS) return read;
  return { ok: false, uri: text, message: `an account URI has at most ${MAX_URI_OCTETS} octets` };
}

function mimiAccount(text: string): Read {
  const read = parseMimiUri(text, { userInput: true });
  if (!read.ok) return read;
  const [user = null] =
    read.kind === 'user' || read.kind === 'pseudonym' ? decodeSegments(read.segments) : [];
  return accept('mimi', read.uri, {
    host: read.host,
    user,
    path: read.uri.slice(`mimi://${read.host}`.length),
  });
}

function httpsAccount(text: string): Read {
  const read = readHttpsUrl(text);
  if (!read.ok) return read;
  if (read.userinfo)
    return refuse(`it has userinfo: what stands before the @ is not its host, ${read.host} is`);
  return accept('https', read.uri, { host: read.host, path: read.path, query: read.query });
}

function acctAccount(text: string): Read {
  const read = readAcct(text);
  return read.ok
    ? accept('acct', formatAcct(read.user, read.host), { host: read.host, user: read.user })
    : read;
}

function mailtoAccount(text: string): Read {
  const read = readMailto(text);
  return read.ok
    ? accept('mailto', formatMailto(read.user, read.host), { host: read.host, user: read.user })
    : read;
}

/** nodeallow of RFC 5122 section 2.2, without the characters a localpart cannot hold. */
const XMPP_NODE = /[A-Za-z0-9\-._~!$()*+,;=]/;

/** The `xmpp:` URI of a bare JID. What follows a `?` is an action (RFC 5122 section 2.5) and names nobody. */
export function formatXmppUri(local: string, domain: string): string {
  return `xmpp:${percentEncode(local, XMPP_NODE)}@${domain}`;
}

/** The JID text in an `xmpp:` URI, decoded, its action dropped. */
export function jidTextOfXmppUri(text: string): { ok: true; text: string } | { ok: false; message: string } {
  const rest = text.slice('xmpp:'.length);
  if (rest.startsWith('//'))
    return { ok: false, message: 'an xmpp URI with an account in front names two parties' };
  const decoded = percentDecode(rest.replace(/[?#].*$/s, ''));
  return decoded.ok ? decoded : { ok: false, message: `the xmpp URI is refused: ${decoded.message}` };
}

function xmppAccount(text: string): Read {
  const decoded = jidTextOfXmppUri(text);
  if (!decoded.ok) return decoded;
  const read = parseJid(decoded.text);
  if (!read.ok) return read;
  const { local, domain, resource, unroutable } = read.jid;
  if (unroutable) return refuse('its domain is an IP address or no DNS name');
  if (local === null || resource !== null) return refuse('an XMPP account is a bare JID, xmpp:user@host');
  return accept('xmpp', formatXmppUri(local, domain), { host: domain, user: local });
}

function sipAccount(text: string): Read {
  const read = readSip(text);
  if (!read.ok) return read;
  if (read.userinfo) return refuse('a SIP account has no password');
  if (read.user === null || !read.aor) return refuse('a SIP account is an address of record, sip:user@host');
  return accept('sip', read.uri, { host: read.host, user: read.user });
}

function ircAccount(text: string): Read {
  const read = readIrcUrl(text);
  if (!read.ok) return read;
  if (read.entity !== 'user' || read.host === null)
    return refuse('an IRC account is written irc://host/nick,isuser');
  return accept('irc', formatIrcUrl(read.host, 'user', read.name), { host: read.host, user: read.name });
}

function matrixAccount(text: string): Read {
  const read = readMatrixUri(text);
  if (!read.ok) return read;
  if (read.entity !== 'user') return refuse('a Matrix account is written matrix:u/user:host');
  if (read.host === null) return refuse('its server name is an IP address or has a port');
  return accept('matrix', formatMatrixUri(read), { host: read.host, user: read.local });
}

function didAccount(text: string): Read {
  const read = readDid(text);
  return read.ok ? accept('did', read.did, {}) : read;
}

function dnsAccount(text: string): Read {
  const read = normalizeHost(nameOfDnsUri(text));
  return read.ok ? accept('dns', `dns:${read.host}`, { host: read.host }) : read;
}

function nostrAccount(text: string): Read {
  const read = readNostr(text);
  return read.ok ? accept('nostr', `nostr:${read.name}`, {}) : read;
}

function openPgpAccount(text: string): Read {
  const read = readOpenPgpFingerprint(text);
  return read.ok ? accept('openpgp4fpr', read.name, {}) : read;
}

function aspeAccount(text: string): Read {
  const read = readAspe(text);
  return read.ok ? accept('aspe', read.name, { host: read.host }) : read;
}
