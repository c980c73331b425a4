import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { decodeBase64url } from '../base64url.js';
import { type Checked, isJsonObject, own, pass, refuse } from '../result.js';
import { checkIdentityKey, type PublicKey } from './public-key.js';

/** Algorithms that an identity key may sign with (profile section 1). `Ed25519` is the newer name of `EdDSA`. */
export const IDENTITY_ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512'] as const;
export type IdentityAlgorithm = (typeof IDENTITY_ALGORITHMS)[number];

/** A private JWK as it is kept in a key file. */
export interface PrivateJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly d: string;
  readonly alg?: string;
  readonly use?: string;
  /** The thumbprint URI. */
  readonly kid?: string;
  /** The one subject that this key speaks for, once known (profile section 1). */
  readonly sub?: string;
}

/** A private key whose public half was checked, with the algorithm it signs with. */
export interface SigningKey {
  readonly jwk: PrivateJwk;
  readonly public: PublicKey;
  readonly algorithm: IdentityAlgorithm;
}

/**
 * Makes a new identity key.
 * @example const jwk = await generateIdentityKey('EdDSA')
 */
export async function generateIdentityKey(alg: IdentityAlgorithm): Promise<PrivateJwk> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const { kty, crv, x, y, d } = await exportJWK(pair.privateKey);
  if (!kty || !crv || !x || !d) throw new Error(`the key made for ${alg} is incomplete`);
  const bare = { kty, crv, x, ...(y ? { y } : {}) };
  const checked = checkIdentityKey(bare);
  if (!checked.ok) throw new Error(`the key made for ${alg} does not pass its own check: ${checked.message}`);
  return { ...bare, d, alg, use: 'sig', kid: checked.value.thumbprint };
}

/** Members of a key file that are nobody else's affair; `k` stays, so that a symmetric key is refused and not emptied. */
const NOT_PUBLIC = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'sub', 'key_ops']);

/** The public half of a key file's JWK, as it may be published. */
export function publicHalf(jwk: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => !NOT_PUBLIC.has(name)));
}

/** Checks a private JWK that a person gave: its public half as any stranger's, and `d` of the right form. */
export function checkSigningKey(jwk: unknown): Checked<SigningKey> {
  if (!isJsonObject(jwk)) return refuse('key', 'not a JSON object');
  const d = own(jwk, 'd');
  if (typeof d !== 'string' || !decodeBase64url(d)?.length)
    return refuse('key', 'no private key in it ("d")');
  const key = checkIdentityKey(publicHalf(jwk));
  if (!key.ok) return key;
  const stated = own(jwk, 'alg');
  const algorithm = key.value.algorithms.find((name) => name === stated) ?? key.value.algorithms[0];
  return pass({
    jwk: jwk as unknown as PrivateJwk,
    public: key.value,
    algorithm: algorithm as IdentityAlgorithm,
  });
}

/** The key in the form that signs. Fails for a `d` that does not belong to the public half. */
export function importSigningKey(key: SigningKey): ReturnType<typeof importJWK> {
  const { d } = key.jwk;
  return importJWK({ ...key.public.jwk, d } as JWK, key.algorithm);
}
