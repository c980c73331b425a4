import { toBase64url } from './to-base64url.js';

/** SHA-256 of a text in UTF-8, as base64url. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return toBase64url(new Uint8Array(digest));
}
