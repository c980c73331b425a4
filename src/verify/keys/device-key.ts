import { type Checked, isJsonObject, own, pass, refuse } from '../result.js';
import { CURVES } from './curves.js';
import { checkPublicKey, coordinate, PRIVATE_MEMBERS } from './public-key.js';
import { thumbprintUri } from './thumbprint.js';

/** Members that carry the key itself, by key type: all of them base64url (RFC 7518 section 6, RFC 8037). */
const MATERIAL: Readonly<Record<string, readonly string[]>> = { EC: ['x', 'y'], OKP: ['x'], RSA: ['n', 'e'] };

/**
 * Checks the JWK of a device: what it is for is the messenger's affair, so key agreement and curves that sign no
 * statements are let through. Private members and bytes that are not canonical never are, and a key on a
 * curve that is known here is checked like any other.
 */
export function checkDeviceKey(jwk: unknown): Checked<{ readonly thumbprint: string }> {
  if (!isJsonObject(jwk)) return refuse('key', 'the JWK is not an object');
  if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(jwk, name))) {
    return refuse('key', 'the JWK of a device has a private member');
  }
  const [kty, crv] = [own(jwk, 'kty'), own(jwk, 'crv')];
  if (crv === 'Ed25519' || (typeof crv === 'string' && Object.hasOwn(CURVES, crv))) {
    const { use: _use, key_ops: _operations, alg: _alg, ...bare } = jwk;
    return checkPublicKey(bare);
  }
  const members = typeof kty === 'string' && Object.hasOwn(MATERIAL, kty) ? MATERIAL[kty] : undefined;
  if (!members) return refuse('key', 'the JWK of a device is of no public key type that is known');
  if (kty !== 'RSA' && typeof crv !== 'string') return refuse('key', 'the JWK of a device names no curve');
  for (const name of members) {
    const bytes = coordinate(jwk, name);
    if (!bytes.ok) return bytes;
  }
  return pass({ thumbprint: thumbprintUri(jwk) });
}
