import { sha256 } from '../digest.js';
import { type JsonObject, own } from '../result.js';

const PREFIX = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:';

/** Members that a thumbprint covers, in the order RFC 7638 section 3 asks for (lexicographic). */
const REQUIRED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};

/**
 * The RFC 9278 URI of a JWK's SHA-256 thumbprint (RFC 7638). Private members do not change it.
 * @throws TypeError for a key type without a public half, or without its members: check the key first.
 */
export function thumbprintUri(jwk: object): string {
  const source = jwk as JsonObject;
  const members = REQUIRED_MEMBERS[String(own(source, 'kty'))];
  if (!members) throw new TypeError('a thumbprint needs a JWK of type EC, OKP or RSA');
  const covered = members.map((name) => {
    const value = own(source, name);
    if (typeof value !== 'string') throw new TypeError(`the JWK has no member ${name}`);
    return [name, value] as const;
  });
  return PREFIX + sha256(JSON.stringify(Object.fromEntries(covered)));
}

/** True for text shaped like an RFC 9278 SHA-256 thumbprint URI. */
export function isThumbprintUri(text: string): boolean {
  return (
    text.length === PREFIX.length + 43 &&
    text.startsWith(PREFIX) &&
    /^[\w-]{43}$/.test(text.slice(PREFIX.length))
  );
}
