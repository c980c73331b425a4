import { createHash } from 'node:crypto';
import { MAX_DISCLOSURES } from './limits.js';

/** An SD-JWT in compact form, taken apart at its tildes (RFC 9901 section 4). */
export interface Presentation {
  /** The issuer-signed JWT: everything before the first tilde. */
  readonly token: string;
  readonly disclosures: readonly string[];
  /** A key-binding JWT at the end; nothing here expects or believes one. */
  readonly keyBinding: string | null;
  /** There was a tilde at all. */
  readonly hasTilde: boolean;
}

/** Hash names of the registry that RFC 9901 section 4.1.1 points to, as node:crypto calls them. */
const SD_HASHES: Readonly<Record<string, string>> = {
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
};

/**
 * Splits a presentation. Empty components and, where an editor cut the last tilde off, a last disclosure are
 * let through: what matches no digest is ignored anyway (profile section 1).
 */
export function splitPresentation(text: string): Presentation {
  const [token = '', ...rest] = text.split('~', MAX_DISCLOSURES + 2);
  const last = rest.at(-1) ?? '';
  const keyBinding = last.includes('.') ? last : null;
  const disclosures = (keyBinding === null ? rest : rest.slice(0, -1)).filter((part) => part !== '');
  return { token, disclosures, keyBinding, hasTilde: rest.length > 0 };
}

/** Joins a token and its disclosures to the compact form, which ends in a tilde. */
export function joinPresentation(token: string, disclosures: readonly string[]): string {
  return `${[token, ...disclosures].join('~')}~`;
}

/** The `_sd_alg` as a hash of node:crypto; the default is sha-256. Null where it is none that is known. */
export function sdHash(name: unknown): string | null {
  if (name === undefined) return 'sha256';
  return typeof name === 'string' && Object.hasOwn(SD_HASHES, name) ? (SD_HASHES[name] ?? null) : null;
}

/** The digest of a disclosure: over the characters of its base64url, not over what they stand for. */
export function disclosureDigest(disclosure: string, hash = 'sha256'): string {
  return createHash(hash).update(disclosure, 'ascii').digest('base64url');
}
