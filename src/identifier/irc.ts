import { normalizeHost } from './host.js';
import { MAX_IRC_NAME_OCTETS } from './limits.js';
import { percentDecode, percentEncode } from './percent.js';
import { octets, refuseUnseen } from './text.js';

export type IrcName =
  | {
      readonly ok: true;
      readonly entity: 'user' | 'channel';
      /** Null where only the network's name is missing: a bare `#channel`, a nick. */
      readonly host: string | null;
      /** A nick or account after case mapping; a channel with its sigil, as written. */
      readonly name: string;
    }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): IrcName => ({ ok: false, message });

/** RFC 2812 section 2.3.1: a letter or special first; digits and "-" later. */
const NICK = /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}~-]*$/;
/** An account as services write it, `user` or `user@host` (the draft's `jcapulet1583@example.com`). */
const ACCOUNT = /^[!-~]+@[!-~]+$/;
/** RFC 2812 section 1.3: no space, comma, bell or colon; one of four sigils in front. */
const CHANNEL = /^[#&+!][^\s,:]+$/u;

/**
 * Case mapping `rfc1459`, the default of RFC 2812 section 2.2: `{ } | ^` are the lower case of `[ ] \ ~`.
 * The characters that `|` and `^` stand for are folded with them.
 */
export function foldRfc1459(text: string): string {
  return text.replace(/[A-Z]/g, (one) => one.toLowerCase()).replace(/[[\]\\~]/g, (one) => FOLDED[one] ?? one);
}
const FOLDED: Readonly<Record<string, string>> = { '[': '{', ']': '}', '\\': '|', '~': '^' };

/** A nick, folded, or a refusal. */
export function readNick(text: string, host: string | null): IrcName {
  if (text.length > MAX_IRC_NAME_OCTETS)
    return refuse(`an IRC name has at most ${MAX_IRC_NAME_OCTETS} octets`);
  if (!NICK.test(text)) return refuse('it is not an IRC nick (RFC 2812 section 2.3.1)');
  return { ok: true, entity: 'user', host, name: foldRfc1459(text) };
}

/** A user id `user@host` as a network knows it. */
export function readIrcAccount(text: string, host: string | null): IrcName {
  if (octets(text) > MAX_IRC_NAME_OCTETS)
    return refuse(`an IRC name has at most ${MAX_IRC_NAME_OCTETS} octets`);
  const at = text.lastIndexOf('@');
  const userHost = normalizeHost(text.slice(at + 1));
  if (!ACCOUNT.test(text) || /[!@]/.test(text.slice(0, at)) || !userHost.ok)
    return refuse('it is not an IRC user id, user@host');
  return { ok: true, entity: 'user', host, name: `${text.slice(0, at)}@${userHost.host}` };
}

/** A channel. Its case is kept: the draft's own `#projectX` keeps it, and each server announces its own mapping. */
export function readChannel(text: string, host: string | null): IrcName {
  if (octets(text) > MAX_IRC_NAME_OCTETS)
    return refuse(`an IRC name has at most ${MAX_IRC_NAME_OCTETS} octets`);
  const unseen = refuseUnseen(text);
  if (unseen !== null) return refuse(`the IRC channel is refused: ${unseen}`);
  if (!CHANNEL.test(text)) return refuse('it is not an IRC channel (RFC 2812 section 1.3)');
  return { ok: true, entity: 'channel', host, name: text };
}

/**
 * An `irc:` or `ircs:` URL: `irc://host/nick,isuser` (profile section 3; `isnick` likewise), or a channel,
 * whose `#` may stand encoded, bare, or be left out, as clients accept it.
 */
export function readIrcUrl(text: string): IrcName {
  const rest = /^ircs?:\/\/(.*)$/is.exec(text)?.[1];
  if (rest === undefined) return refuse('an IRC URL has "//" and a host after its scheme');
  const slash = rest.indexOf('/');
  const host = normalizeHost(slash === -1 ? rest : rest.slice(0, slash));
  if (!host.ok) return refuse(`the IRC URL is refused: ${host.message}`);
  if (slash === -1 || slash === rest.length - 1) return refuse('the IRC URL names no nick and no channel');
  const [target = '', ...flags] = rest.slice(slash + 1).split(',');
  if (/[?]/.test(rest)) return refuse('the IRC URL has a query');
  const decoded = percentDecode(target);
  if (!decoded.ok) return refuse(`the IRC URL is refused: ${decoded.message}`);
  if (flags.some((flag) => /^is(?:user|nick)$/i.test(flag))) {
    return decoded.text.includes('@')
      ? readIrcAccount(decoded.text, host.host)
      : readNick(decoded.text, host.host);
  }
  if (flags.some((flag) => !/^(?:ischannel|needkey|needpass|isserver)$/i.test(flag))) {
    return refuse('the IRC URL has a flag that nobody knows');
  }
  return readChannel(/^[#&+!]/.test(decoded.text) ? decoded.text : `#${decoded.text}`, host.host);
}

/** Characters left unencoded in the target of an IRC URL; the comma begins a flag. */
const TARGET = /[A-Za-z0-9\-._~!$&'()*+;=:@]/;

/** The URL of a name on a host: `irc://host/nick,isuser`, `irc://host/%23channel`. */
export function formatIrcUrl(host: string, entity: 'user' | 'channel', name: string): string {
  return `irc://${host}/${percentEncode(name, TARGET)}${entity === 'user' ? ',isuser' : ''}`;
}
