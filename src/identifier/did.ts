import { MAX_URI_OCTETS } from './limits.js';

export type DidResult =
  | { readonly ok: true; readonly did: string; readonly method: string; readonly id: string }
  | { readonly ok: false; readonly message: string };

/**
 * A DID (W3C DID Core section 3.1) within the narrower grammar of atproto: a method of letters only, no empty
 * end, at most 2048 octets. DID URLs (a path, a query, a fragment) name something inside and are refused.
 * Compared octet by octet: DID Core knows no normalisation.
 */
export function readDid(text: string): DidResult {
  if (text.length > MAX_URI_OCTETS)
    return { ok: false, message: `a DID has at most ${MAX_URI_OCTETS} octets` };
  const [, method, id] = /^did:([a-z]+):([A-Za-z0-9._:%-]*[A-Za-z0-9._-])$/.exec(text) ?? [];
  if (method === undefined || id === undefined)
    return { ok: false, message: 'it is not a DID: did:method:id' };
  if (/%(?![0-9A-Fa-f]{2})/.test(id)) return { ok: false, message: 'the DID contains a stray percent sign' };
  return { ok: true, did: text, method, id };
}
