import { sha256 } from './digest.js';

/** A whole proof token: the scheme and 22 characters of base64url. */
const PROOF_TOKEN = /^cross-signing:[A-Za-z0-9_-]{22}$/;

/** The token that binds one key to one account (profile section 2): worth nothing anywhere else. */
export function proofToken(keyUri: string, accountUri: string): string {
  return `cross-signing:${sha256(`${keyUri}\n${accountUri}`).slice(0, 22)}`;
}

/** True for text that is a proof token from its first to its last character. */
export function isProofToken(text: string): boolean {
  return PROOF_TOKEN.test(text);
}
