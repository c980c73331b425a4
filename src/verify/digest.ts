import { createHash } from 'node:crypto';

/** base64url SHA-256 of the UTF-8 bytes of a text: 43 characters. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/**
 * base64url SHA-256 of a statement's signing input (`header.payload`): what `prev` holds and what two equal
 * statements share. Signature and disclosures do not count: anybody can rewrite an ECDSA signature.
 */
export function statementDigest(text: string): string {
  const token = text.split('~', 1)[0] ?? '';
  const end = token.lastIndexOf('.');
  return sha256(end < 0 ? token : token.slice(0, end));
}
