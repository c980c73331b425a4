import { parse as parsePublicSuffix } from 'tldts';
import { MAX_IDENTIFIER_LENGTH } from './limits.js';
import {
  readAspeIdentifier,
  readAtproto,
  readDidIdentifier,
  readDns,
  readHttps,
  readIrc,
  readMatrix,
  readMimi,
  readNostrIdentifier,
  readOpenPgp,
  readWire,
} from './read-name.js';
import {
  readAcctIdentifier,
  readAddress,
  readHandle,
  readIm,
  readMailtoIdentifier,
  readSipIdentifier,
  readXmpp,
  readXmppTableOrder,
} from './read-user.js';
import { answer, NO_HOST, type Reading, refused } from './result.js';
import { refuseUnseen } from './text.js';
import type { Identifier, Scheme } from './types.js';
import { isRandomUuid, readWireClient } from './wire.js';

type Reader = (text: string) => Reading;

const READERS: Readonly<Record<Scheme, Reader>> = {
  mimi: readMimi,
  xmpp: readXmpp,
  sip: readSipIdentifier,
  irc: readIrc,
  wire: readWire,
  acct: readAcctIdentifier,
  mailto: readMailtoIdentifier,
  handle: readHandle,
  matrix: readMatrix,
  did: readDidIdentifier,
  dns: readDns,
  https: readHttps,
  nostr: readNostrIdentifier,
  atproto: readAtproto,
  openpgp4fpr: readOpenPgp,
  aspe: readAspeIdentifier,
  address: readAddress,
};

/** URI schemes, by how they are written. */
const URI_READERS: Readonly<Record<string, Reader>> = {
  mimi: readMimi,
  xmpp: readXmpp,
  sip: readSipIdentifier,
  sips: readSipIdentifier,
  irc: readIrc,
  ircs: readIrc,
  wireapp: readWire,
  acct: readAcctIdentifier,
  mailto: readMailtoIdentifier,
  im: readIm,
  matrix: readMatrix,
  did: readDidIdentifier,
  dns: readDns,
  https: readHttps,
  nostr: readNostrIdentifier,
  at: readAtproto,
  openpgp4fpr: readOpenPgp,
  aspe: readAspeIdentifier,
};

/**
 * Recognises an identifier of any scheme, normalises it, maps it to MIMI and back, and warns of look-alikes
 * (contract section 4). With `as` it is read by that scheme's own grammar alone. Never throws, whatever the text.
 */
export function parseIdentifier(input: string, options: { readonly as?: Scheme } = {}): Identifier {
  if (input === '') return answer(input, refused('it is empty'));
  if (input.length > MAX_IDENTIFIER_LENGTH) {
    return answer(input, refused(`it is longer than ${MAX_IDENTIFIER_LENGTH} characters`));
  }
  const unseen = refuseUnseen(input);
  if (unseen !== null) return answer(input, refused(unseen));
  return answer(input, (options.as === undefined ? recognise : READERS[options.as])(input));
}

/** The scheme of a text is told by its first characters, then by the separators in it; no reader is tried after another. */
function recognise(text: string): Reading {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined) return byUriScheme(scheme, text);
  if (text.startsWith('@')) return afterAt(text.slice(1))(text);
  if (/^[#&]|^\+[A-Za-z]/.test(text)) return /^#[^:]*:[^:]/.test(text) ? readMatrix(text) : readIrc(text);
  if (text.startsWith('!')) return text.includes(':') ? readMatrix(text) : readIrc(text);
  if (/^(?:npub|nsec)1/i.test(text) && !/[@./]/.test(text)) return readNostrIdentifier(text);
  const slash = text.indexOf('/');
  const at = text.indexOf('@');
  if (slash !== -1 && at > slash) return clientFirst(text);
  if (slash !== -1) return at === -1 ? withoutAt(text) : readXmpp(text);
  if (at !== -1) return /^[^!@"]+![^!@]+@[^@]+$/.test(text) ? readIrc(text) : readAddress(text);
  return bareName(text);
}

function byUriScheme(scheme: string, text: string): Reading {
  const reader = Object.hasOwn(URI_READERS, scheme) ? URI_READERS[scheme] : undefined;
  if (reader !== undefined) return reader(text);
  if (scheme === 'http')
    return refused(
      'a profile over http: proves nothing, since anybody on the way can change it; write https:',
    );
  return refused(`no identifier has the scheme ${scheme.slice(0, 40)}:`);
}

/** What stands after a first @: a Matrix id has a colon, a scoped handle another @, an atproto handle is a real domain. */
function afterAt(rest: string): Reader {
  const at = rest.indexOf('@');
  const colon = rest.indexOf(':');
  if (colon !== -1 && at === -1) return readMatrix;
  if (at === -1 && rest.includes('.') && isRegistrable(rest)) return readAtproto;
  return readHandle;
}

/** A name below a suffix of the public DNS, so that `@alice.smith` stays an unscoped handle. */
function isRegistrable(name: string): boolean {
  const read = parsePublicSuffix(name.toLowerCase(), { extractHostname: false, validateHostname: true });
  return read.isIcann === true && read.domain !== null;
}

/**
 * `a/b@c`: Wire's order and that of the draft's table 2. A user that is a UUID, or 22 characters that decode to
 * a random one, with a client in hex, is Wire's; anything else a JID's.
 */
function clientFirst(text: string): Reading {
  const wire = readWireClient(text);
  return wire.ok && (isRandomUuid(wire.user) || text.startsWith(wire.user))
    ? readWire(text)
    : readXmppTableOrder(text);
}

/** `a.example/b` is the address of a page to a person and a JID to XMPP: neither is guessed. */
function withoutAt(text: string): Reading {
  const shown = text.slice(0, 80);
  return refused(`write https://${shown} for a page, or xmpp:${shown} for a JID without a user`);
}

/** Handles of the operator that hands them out below its own domain need no @ in front. */
const ATPROTO_HANDLE = /^[A-Za-z0-9-]+\.bsky\.social$/i;

function bareName(text: string): Reading {
  if (ATPROTO_HANDLE.test(text)) return readAtproto(text);
  if (/[.\u3002\uFF0E\uFF61]/.test(text)) return readDns(text);
  return refused('nothing says what it is: write @name for a handle, or name@host for an address');
}

/** The MIMI URI of the user or pseudonym that an identifier names, for commands that take a SUBJECT. */
export function subjectOf(
  identifier: Identifier,
): { readonly ok: true; readonly uri: string } | { readonly ok: false; readonly message: string } {
  if (!identifier.valid) return { ok: false, message: identifier.message };
  const { kind, mimi, normalized } = identifier;
  if (mimi === null)
    return { ok: false, message: `${normalized} has no MIMI URI; give it as an account instead` };
  if (kind !== 'user' && kind !== 'pseudonym') {
    return { ok: false, message: `${normalized} names a ${kind}; a subject is a user or a pseudonym` };
  }
  if (mimi.startsWith(`mimi://${NO_HOST}/`)) {
    return { ok: false, message: `${normalized} names no provider; write it with its domain, as user@host` };
  }
  return { ok: true, uri: mimi };
}
