import { decodeNpub } from './bech32.js';
import { normalizeHost } from './host.js';

/** A name made from a key, or a refusal. */
export type KeyName =
  | { readonly ok: true; readonly name: string; readonly host: string | null }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): KeyName => ({ ok: false, message });

/** A Nostr public key: `npub1…` of NIP-19, bare or as a `nostr:` URI (NIP-21). `name` is the npub. */
export function readNostr(text: string): KeyName {
  const npub = text.replace(/^nostr:/i, '');
  // BIP 173: all lower or all upper case, never mixed.
  const lower = npub === npub.toUpperCase() ? npub.toLowerCase() : npub;
  if (/^nsec1/i.test(npub)) return refuse('this is a secret key: keep it, and do not give it to any program');
  if (decodeNpub(lower) === null)
    return refuse('it is not an npub: wrong letters, length or checksum (NIP-19)');
  return { ok: true, name: lower, host: null };
}

/** `openpgp4fpr:` and a fingerprint of a version 4 key (40 hex digits) or a version 6 key (64), in lower case. */
export function readOpenPgpFingerprint(text: string): KeyName {
  const hex = text.slice('openpgp4fpr:'.length);
  if (!/^(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$/.test(hex))
    return refuse('an OpenPGP fingerprint has 40 or 64 hex digits');
  return { ok: true, name: `openpgp4fpr:${hex.toLowerCase()}`, host: null };
}

/** `aspe:host:FINGERPRINT` (Ariadne): the fingerprint is 16 octets in base32, 26 characters, upper case. */
export function readAspe(text: string): KeyName {
  const [, rawHost = '', fingerprint = ''] = /^aspe:([^:]*):([^:]*)$/is.exec(text) ?? [];
  if (!/^[A-Za-z2-7]{26}$/.test(fingerprint))
    return refuse('an Ariadne profile is written aspe:host:FINGERPRINT');
  const host = normalizeHost(rawHost);
  if (!host.ok) return refuse(`the Ariadne profile is refused: ${host.message}`);
  return { ok: true, name: `aspe:${host.host}:${fingerprint.toUpperCase()}`, host: host.host };
}
