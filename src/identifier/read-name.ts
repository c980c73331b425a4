import { readAtprotoHandle } from './atproto.js';
import { readDid } from './did.js';
import { nameOfDnsUri } from './dns-uri.js';
import { mimiForms } from './forms.js';
import { normalizeHost } from './host.js';
import { readHttpsUrl } from './https-url.js';
import { formatIrcUrl, type IrcName, readChannel, readIrcAccount, readIrcUrl, readNick } from './irc.js';
import { readAspe, readNostr, readOpenPgpFingerprint } from './keys.js';
import { isCompliantLocalpart, readMatrixId, readMatrixUri } from './matrix.js';
import { decodeSegments, makeMimiUri, parseMimiUri } from './mimi.js';
import { percentDecode } from './percent.js';
import { NO_HOST, type Reading, refused } from './result.js';
import type { IdentifierWarning } from './types.js';
import { readWireClient } from './wire.js';

/** Readers for the schemes with a form of their own. */

/** A MIMI URI of any kind. */
export function readMimi(text: string): Reading {
  const read = parseMimiUri(text, { userInput: true });
  if (!read.ok) return refused(read.message);
  return {
    ok: true,
    scheme: 'mimi',
    kind: read.kind,
    normalized: read.uri,
    mimi: read.uri,
    forms: mimiForms(read),
    host: read.host,
    names: decodeSegments(read.segments),
  };
}

/**
 * IRC: an `irc:` URL, a channel, a nick (also shown as `@nick`), a user id (shown as `!user@host`), or a full
 * source `nick!user@host`. Without a network the name stays under local.invalid.
 */
export function readIrc(text: string): Reading {
  if (/^ircs?:/i.test(text)) return ircReading(readIrcUrl(text), []);
  const source = /^([^!@]+)!([^!]+)$/.exec(text);
  if (source !== null) return ircSource(source[1] ?? '', source[2] ?? '');
  if (/^![^!@]+@[^@]+$/.test(text)) return ircReading(readIrcAccount(text.slice(1), null), ['display-form']);
  if (/^[#&+!]/.test(text)) return ircReading(readChannel(text, null), []);
  if (/^[^@]+@/.test(text)) return ircReading(readIrcAccount(text, null), []);
  return ircReading(readNick(text.replace(/^@/, ''), null), text.startsWith('@') ? ['display-form'] : []);
}

function ircReading(read: IrcName, warnings: readonly IdentifierWarning[]): Reading {
  if (!read.ok) return refused(read.message);
  const channel = read.entity === 'channel';
  const name = channel ? read.name.slice(1) : read.name;
  const bare = channel || !read.name.includes('@') ? read.name : `!${read.name}`;
  const normalized = read.host === null ? bare : formatIrcUrl(read.host, read.entity, read.name);
  return {
    ok: true,
    scheme: 'irc',
    kind: channel ? 'room' : 'user',
    normalized,
    mimi: makeMimiUri(read.host ?? NO_HOST, channel ? 'room' : 'user', [name]),
    forms: { irc: normalized },
    host: read.host ?? NO_HOST,
    names: [name],
    warnings,
  };
}

/** `nick!user@host` holds two names of one user, and the draft gives a way for each, not for both. */
function ircSource(rawNick: string, rawAccount: string): Reading {
  const nick = readNick(rawNick, null);
  const account = readIrcAccount(rawAccount, null);
  if (!nick.ok) return refused(nick.message);
  if (!account.ok) return refused(account.message);
  const normalized = `${nick.name}!${account.name}`;
  const host = account.name.slice(account.name.indexOf('@') + 1);
  return {
    ok: true,
    scheme: 'irc',
    kind: 'user',
    normalized,
    mimi: null,
    forms: { irc: normalized },
    host,
    names: [nick.name],
  };
}

/** A Wire client id; its user comes out as a dashed UUID. */
export function readWire(text: string): Reading {
  const read = readWireClient(text);
  if (!read.ok) return refused(read.message);
  const normalized = `${read.user}/${read.client}@${read.host}`;
  const mimi = makeMimiUri(read.host, 'client', [read.user, read.client]);
  return {
    ok: true,
    scheme: 'wire',
    kind: 'client',
    normalized,
    mimi,
    forms: { wire: normalized },
    host: read.host,
    names: [],
  };
}

/** A Matrix id or a `matrix:` URI. Rooms have no way to MIMI: their names are the server's, not the draft's. */
export function readMatrix(text: string): Reading {
  const read = /^matrix:/i.test(text) ? readMatrixUri(text) : readMatrixId(text);
  if (!read.ok) return refused(read.message);
  const normalized = `${read.sigil}${read.local}:${read.server}`;
  const user = read.entity === 'user';
  // A historical localpart has no way back: nothing in a MIMI URI says that it is one.
  const host = user && isCompliantLocalpart(read.local) ? read.host : null;
  return {
    ok: true,
    scheme: 'matrix',
    kind: user ? 'user' : 'room',
    normalized,
    mimi: host === null ? null : makeMimiUri(host, 'user', [read.local]),
    forms: { matrix: normalized },
    host: read.host,
    names: [read.local],
  };
}

/** A DID. The draft gives no way to MIMI. */
export function readDidIdentifier(text: string): Reading {
  const read = readDid(text);
  if (!read.ok) return refused(read.message);
  return own('did', read.did, null);
}

/** A domain name, bare or with `dns:` in front: a provider. */
export function readDns(text: string): Reading {
  const read = normalizeHost(nameOfDnsUri(text));
  if (!read.ok) return refused(read.message);
  const { host } = read;
  const mimi = makeMimiUri(host, 'provider', []);
  return {
    ok: true,
    scheme: 'dns',
    kind: 'provider',
    normalized: host,
    mimi,
    forms: { dns: `dns:${host}`, xmpp: host },
    host,
    names: [],
  };
}

/**
 * The URL of a profile or a site. Userinfo is dropped and told: what is shown is the host that would be
 * connected to. The query stays, because without its catalogue entry nobody knows whether it names somebody.
 */
export function readHttps(text: string): Reading {
  const read = readHttpsUrl(text);
  if (!read.ok) return refused(read.message);
  const normalized = read.query === null ? read.uri : `${read.uri}?${read.query}`;
  const names = read.path.split('/').map((segment) => {
    const decoded = percentDecode(segment);
    return decoded.ok ? decoded.text : segment;
  });
  return {
    ok: true,
    scheme: 'https',
    kind: 'user',
    normalized,
    mimi: null,
    forms: { https: normalized },
    host: read.host,
    names,
    warnings: read.userinfo ? ['userinfo'] : [],
  };
}

/** A Nostr public key. */
export function readNostrIdentifier(text: string): Reading {
  const read = readNostr(text);
  return read.ok ? own('nostr', read.name, null) : refused(read.message);
}

/** An atproto handle: bare, with one @ in front, or as an `at://` URI, whose authority may be a DID. */
export function readAtproto(text: string): Reading {
  const bare = text.replace(/^at:\/\//i, '').replace(/^@/, '');
  if (bare.startsWith('did:')) return readDidIdentifier(bare);
  const read = readAtprotoHandle(bare);
  if (!read.ok) return refused(read.message);
  const warnings: IdentifierWarning[] = read.resolvable ? [] : ['not-resolvable'];
  return { ...own('atproto', read.handle, read.handle), warnings };
}

/** An OpenPGP fingerprint, with or without `openpgp4fpr:`. */
export function readOpenPgp(text: string): Reading {
  const read = readOpenPgpFingerprint(/^openpgp4fpr:/i.test(text) ? text : `openpgp4fpr:${text}`);
  return read.ok ? own('openpgp4fpr', read.name, null) : refused(read.message);
}

/** An Ariadne profile, `aspe:host:FINGERPRINT`. */
export function readAspeIdentifier(text: string): Reading {
  const read = readAspe(text);
  return read.ok ? own('aspe', read.name, read.host) : refused(read.message);
}

function own(
  scheme: 'did' | 'nostr' | 'atproto' | 'openpgp4fpr' | 'aspe',
  normalized: string,
  host: string | null,
) {
  return {
    ok: true,
    scheme,
    kind: 'user',
    normalized,
    mimi: null,
    forms: { [scheme]: normalized },
    host,
    names: [],
  } as const;
}
