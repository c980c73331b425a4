import { refuseUnseen } from './text.js';

/** RFC 3986 section 2.3. */
const UNRESERVED = 'A-Za-z0-9\\-._~';

/** Characters that may stand unencoded in one segment of a path: pchar of RFC 3986 section 3.3. */
export const PCHAR = new RegExp(`[${UNRESERVED}!$&'()*+,;=:@]`);

/** Characters of an acct userpart (RFC 7565 section 7): unreserved and sub-delims. */
export const USERPART = new RegExp(`[${UNRESERVED}!$&'()*+,;=]`);

/** Each octet, encoded: strangers send texts of which every one has to be. */
const HEX = Array.from(
  { length: 256 },
  (_, octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`,
);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Percent-decoding gone wrong: a stray `%`, octets that are no UTF-8, or a character that cannot be seen. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/**
 * Decodes every `%XX` of `text` as UTF-8. Refuses what would not survive being encoded again, and characters
 * that cannot be seen: `%00` cuts names short in C programs, `%E2%80%AE` turns the rest of the line around.
 */
export function percentDecode(text: string): Decoded {
  if (/^[!-$&-~]*$/.test(text)) return { ok: true, text };
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return { ok: false, message: 'it contains a stray percent sign' };
  let decoded: string;
  try {
    decoded = utf8.decode(octetsOf(text));
  } catch {
    return { ok: false, message: 'its percent-encoded octets are not UTF-8' };
  }
  const unseen = refuseUnseen(decoded);
  return unseen === null ? { ok: true, text: decoded } : { ok: false, message: unseen };
}

function octetsOf(text: string): Buffer {
  if (!text.includes('%')) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', at + 3)) {
    parts.push(
      Buffer.from(text.slice(from, at), 'utf8'),
      Buffer.from([Number.parseInt(text.slice(at + 1, at + 3), 16)]),
    );
    from = at + 3;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

/** Percent-encodes, as UTF-8 with upper-case hex, every character of `text` that `allowed`, which is of ASCII, does not match. */
export function percentEncode(text: string, allowed: RegExp = PCHAR): string {
  if (/^[A-Za-z0-9\-._~]*$/.test(text)) return text;
  let out = '';
  for (const octet of Buffer.from(text, 'utf8')) {
    const character = octet < 0x80 ? String.fromCharCode(octet) : '';
    out += allowed.test(character) ? character : HEX[octet];
  }
  return out;
}

/**
 * RFC 3986 section 6.2.2 for one component: unreserved characters decoded, the hex of the rest in upper case,
 * whatever may not stand there encoded. `%2F` stays what it is: it is data, not a separator. Expects text
 * that `percentDecode` accepts.
 */
export function normalizePercent(text: string, allowed: RegExp = PCHAR): string {
  if (/^[A-Za-z0-9\-._~]*$/.test(text)) return text;
  return text.replace(/%([0-9A-Fa-f]{2})|[^%]+/gu, (piece, digits: string | undefined) => {
    if (digits === undefined) return percentEncode(piece, allowed);
    const octet = Number.parseInt(digits, 16);
    const character = String.fromCharCode(octet);
    return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${digits.toUpperCase()}`;
  });
}
