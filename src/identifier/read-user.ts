import { jidTextOfXmppUri } from './account-uri.js';
import { userForms } from './forms.js';
import { normalizeHost } from './host.js';
import { formatJid, type Jid, parseJid } from './jid.js';
import { formatAcct, formatMailto, readAcct, readMailbox, readMailto } from './mailbox.js';
import { makeMimiUri } from './mimi.js';
import { percentDecode } from './percent.js';
import { NO_HOST, type Reading, refused } from './result.js';
import { readSip } from './sip.js';
import { refuseUnseen } from './text.js';

/** Readers for the schemes in which somebody is a name at a host: they share `user@host`. */

/** A bare `user@host`, which XMPP, mail, SIP, acct and handles share; nothing is folded that one of them keeps. */
export function readAddress(text: string): Reading {
  const at = text.lastIndexOf('@');
  if (at <= 0) return refused('an address is written user@host');
  const mailbox = readMailbox(text);
  const jid = parseJid(text);
  if (!mailbox.ok && !jid.ok) return refused(`no protocol has such an address: ${mailbox.message}`);
  const host = normalizeHost(text.slice(at + 1));
  // An IP address, or a local name longer than DNS allows: of the protocols that share the form only XMPP has it.
  if (!host.ok) return jid.ok ? xmppReading(jid.jid) : refused(host.message);
  const user = mailbox.ok ? mailbox.user : text.slice(0, at).normalize('NFC');
  return {
    ok: true,
    scheme: 'address',
    kind: 'user',
    normalized: `${user}@${host.host}`,
    mimi: makeMimiUri(host.host, 'user', [user]),
    forms: userForms(user, host.host),
    host: host.host,
    names: [user],
  };
}

/** A JID by RFC 7622's grammar and no other, bare or in an `xmpp:` URI. */
export function readXmpp(text: string): Reading {
  const uri = /^xmpp:/i.test(text) ? jidTextOfXmppUri(text) : null;
  if (uri !== null && !uri.ok) return refused(uri.message);
  const read = parseJid(uri?.text ?? text);
  return read.ok ? xmppReading(read.jid) : refused(read.message);
}

/**
 * A client in the order of the draft's table 2, `user/client@domain`: the same client as
 * `user@domain/client`, which is its one spelling.
 */
export function readXmppTableOrder(text: string): Reading {
  const slash = text.indexOf('/');
  const at = text.lastIndexOf('@');
  const read = parseJid(`${text.slice(0, slash)}@${text.slice(at + 1)}/${text.slice(slash + 1, at)}`);
  return read.ok ? xmppReading(read.jid) : refused(read.message);
}

function xmppReading(jid: Jid): Reading {
  const normalized = formatJid(jid);
  const { local, domain, resource } = jid;
  const kind = resource !== null ? 'client' : local !== null ? 'user' : 'provider';
  const names = [local, resource].filter((one) => one !== null);
  // The draft maps the resource of a user only; a resource of a bare domain has no user to stand under.
  const mapped = !jid.unroutable && (local !== null || resource === null);
  return {
    ok: true,
    scheme: 'xmpp',
    kind,
    normalized,
    mimi: mapped ? makeMimiUri(domain, kind, names) : null,
    forms: { xmpp: normalized },
    host: jid.unroutable ? null : domain,
    names,
  };
}

/** A SIP or SIPS URI; a bare `user@host` is taken as `sip:`. An address of record is a user, a contact a client. */
export function readSipIdentifier(text: string): Reading {
  const read = readSip(/^sips?:/i.test(text) ? text : `sip:${text}`);
  if (!read.ok) return refused(read.message);
  const { user, host, aor } = read;
  const kind = !aor ? 'client' : user === null ? 'provider' : 'user';
  return {
    ok: true,
    scheme: 'sip',
    kind,
    normalized: read.uri,
    mimi: aor ? makeMimiUri(host, kind, user === null ? [] : [user]) : null,
    forms: { sip: read.uri },
    host: /^\[|^[0-9.]+$/.test(host) ? null : host,
    names: user === null ? [] : [user],
    warnings: read.userinfo ? ['userinfo'] : [],
  };
}

/** An `acct:` URI, or what stands after its scheme. */
export function readAcctIdentifier(text: string): Reading {
  const read = readAcct(/^acct:/i.test(text) ? text : `acct:${text}`);
  if (!read.ok) return refused(read.message);
  return user('acct', formatAcct(read.user, read.host), read);
}

/** A `mailto:` URI, or a bare mailbox. */
export function readMailtoIdentifier(text: string): Reading {
  const read = /^mailto:/i.test(text) ? readMailto(text) : readMailbox(text);
  if (!read.ok) return refused(read.message);
  return user('mailto', formatMailto(read.user, read.host), read);
}

function user(scheme: 'acct' | 'mailto', normalized: string, read: { user: string; host: string }): Reading {
  const mimi = makeMimiUri(read.host, 'user', [read.user]);
  return {
    ok: true,
    scheme,
    kind: 'user',
    normalized,
    mimi,
    forms: { [scheme]: normalized },
    host: read.host,
    names: [read.user],
  };
}

/** A name of a handle: nothing that would end it in one of the places where handles are written. */
const HANDLE_NAME = /^[^\s@:/?#\\<>"]+$/u;

/** A handle, scoped `@user@host` or unscoped `@user`: the first @ may be missing when the scheme is known. */
export function readHandle(text: string): Reading {
  const bare = (text.startsWith('@') ? text.slice(1) : text).normalize('NFC');
  const at = bare.lastIndexOf('@');
  const name = at === -1 ? bare : bare.slice(0, at);
  const unseen = refuseUnseen(name);
  if (unseen !== null) return refused(`the handle is refused: ${unseen}`);
  if (!HANDLE_NAME.test(name))
    return refused('a handle is written @user@host, or @user where no host is known');
  const host = at === -1 ? null : normalizeHost(bare.slice(at + 1));
  if (host !== null && !host.ok) return refused(host.message);
  const normalized = host === null ? `@${name}` : `@${name}@${host.host}`;
  return {
    ok: true,
    scheme: 'handle',
    kind: 'user',
    normalized,
    mimi: makeMimiUri(host?.host ?? NO_HOST, 'user', [name]),
    forms: host === null ? { handle: normalized } : { handle: normalized, acct: formatAcct(name, host.host) },
    host: host?.host ?? NO_HOST,
    names: [name],
  };
}

/** An `im:` URI (RFC 3860), as the MIMI drafts write a handle: `im:%40alice@a.example`. */
export function readIm(text: string): Reading {
  const decoded = percentDecode(text.slice('im:'.length));
  if (!decoded.ok) return refused(`the im URI is refused: ${decoded.message}`);
  if (!decoded.text.replace(/^@/, '').includes('@')) return refused('an im URI is written im:user@host');
  return readHandle(decoded.text);
}
