const ALPHABET = /^[A-Za-z0-9_-]*$/;

/**
 * Decodes canonical base64url without padding (RFC 7515 section 2), or null. Node's decoder skips foreign
 * characters, takes the other alphabet and ignores unused bits, so the result is encoded again and compared:
 * else one signature would have many spellings.
 */
export function decodeBase64url(text: string): Buffer | null {
  if (!ALPHABET.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
/** UTF-8 text, or null where the bytes are no UTF-8. A byte order mark stays, so that JSON refuses it. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
