import { normalizeHost } from './host.js';
import { MAX_MAIL_LOCAL_OCTETS, MAX_URI_OCTETS } from './limits.js';
import { percentDecode, percentEncode, USERPART } from './percent.js';
import { octets, refuseUnseen } from './text.js';

/** A name at a host. `user` is not encoded, `host` is an A-label name. */
export type UserAtHost =
  | { readonly ok: true; readonly user: string; readonly host: string }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): UserAtHost => ({ ok: false, message });

/** RFC 5322 atext, with the non-ASCII of RFC 6531, joined by single dots. */
const DOT_ATOM =
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10FFFF}]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10FFFF}]+)*$/u;
/** RFC 5321 Quoted-string: printable characters, backslash and quote only after a backslash. */
const QUOTED = /^"(?:[ !#-[\]-~\u0080-\u{10FFFF}]|\\[ -~])*"$/u;

/**
 * A mailbox (RFC 5321 section 4.1.2). The case of the local-part is kept: only its own host knows whether it
 * matters. Quotes that are not needed are removed.
 */
export function readMailbox(text: string): UserAtHost {
  const at = text.lastIndexOf('@');
  if (at === -1) return refuse('a mailbox is written local-part@domain');
  const local = text.slice(0, at).normalize('NFC');
  if (octets(local) > MAX_MAIL_LOCAL_OCTETS)
    return refuse(`a local-part has at most ${MAX_MAIL_LOCAL_OCTETS} octets`);
  const unseen = refuseUnseen(local);
  if (unseen !== null) return refuse(`the local-part is refused: ${unseen}`);
  const user = QUOTED.test(local) ? unquote(local) : local;
  if (!DOT_ATOM.test(user) && !QUOTED.test(user)) return refuse('the local-part is not one of RFC 5321');
  const host = normalizeHost(text.slice(at + 1));
  return host.ok ? { ok: true, user, host: host.host } : refuse(host.message);
}

function unquote(local: string): string {
  const bare = local.slice(1, -1).replace(/\\(.)/gu, '$1');
  if (DOT_ATOM.test(bare)) return bare;
  return `"${bare.replace(/["\\]/g, '\\$&')}"`;
}

/** Characters that need no encoding in a mailto URI (RFC 6068 section 2: no `;`, `&`, `=`, `?`, `/`, `%`). */
const MAILTO = /[A-Za-z0-9\-._~!$'*+]/;

/** A `mailto:` URI of exactly one mailbox and no header fields (RFC 6068). */
export function readMailto(text: string): UserAtHost {
  const address = text.slice('mailto:'.length);
  if (/[?#]/.test(address)) return refuse('a mailto account has neither header fields nor a fragment');
  if (/[ <>",]/.test(address)) return refuse('a mailto account is one mailbox, percent-encoded (RFC 6068)');
  const decoded = percentDecode(address);
  return decoded.ok ? readMailbox(decoded.text) : refuse(`the mailbox is refused: ${decoded.message}`);
}

/** The `mailto:` URI of a mailbox in its one spelling. */
export function formatMailto(user: string, host: string): string {
  return `mailto:${percentEncode(user, MAILTO)}@${host}`;
}

/** An `acct:` URI (RFC 7565): `user` is decoded; the host follows the only `@`. */
export function readAcct(text: string): UserAtHost {
  const rest = text.slice('acct:'.length);
  const at = rest.indexOf('@');
  if (at === -1 || rest.indexOf('@', at + 1) !== -1)
    return refuse('an acct URI has one @; another is written %40');
  const raw = rest.slice(0, at);
  if (raw === '') return refuse('an acct URI has a user before its @');
  if (/[^A-Za-z0-9\-._~!$&'()*+,;=%\u0080-\u{10FFFF}]/u.test(raw)) {
    return refuse('the userpart of an acct URI has a character that must be percent-encoded (RFC 7565)');
  }
  const user = percentDecode(raw);
  if (!user.ok) return refuse(`the userpart is refused: ${user.message}`);
  const host = normalizeHost(rest.slice(at + 1));
  if (!host.ok) return refuse(host.message);
  if (octets(text) > MAX_URI_OCTETS) return refuse(`an acct URI has at most ${MAX_URI_OCTETS} octets`);
  return { ok: true, user: user.text, host: host.host };
}

/** The `acct:` URI of a user in its one spelling. */
export function formatAcct(user: string, host: string): string {
  return `acct:${percentEncode(user, USERPART)}@${host}`;
}
