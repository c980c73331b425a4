import { constants, createPublicKey, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { isReducedScalar } from './keys/ed25519.js';
import type { PublicKey } from './keys/public-key.js';

const verifyAsync = promisify(verify);

interface Algorithm {
  /** Null: the algorithm hashes by itself. */
  readonly hash: string | null;
  /** Bytes of the only length a signature can have; 0: that of the modulus. */
  readonly length: number;
  readonly padding?: number;
}

const PSS = constants.RSA_PKCS1_PSS_PADDING;
const PKCS1 = constants.RSA_PKCS1_PADDING;

/** RFC 7518 section 3.1, RFC 8037 section 3.1 and RFC 9864: all that this project ever verifies. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  EdDSA: { hash: null, length: 64 },
  Ed25519: { hash: null, length: 64 },
  ES256: { hash: 'sha256', length: 64 },
  ES384: { hash: 'sha384', length: 96 },
  ES512: { hash: 'sha512', length: 132 },
  RS256: { hash: 'sha256', length: 0, padding: PKCS1 },
  RS384: { hash: 'sha384', length: 0, padding: PKCS1 },
  RS512: { hash: 'sha512', length: 0, padding: PKCS1 },
  PS256: { hash: 'sha256', length: 0, padding: PSS },
  PS384: { hash: 'sha384', length: 0, padding: PSS },
  PS512: { hash: 'sha512', length: 0, padding: PSS },
};

/**
 * Whether a signature over some bytes holds, by a key that was checked and an algorithm of that key. ECDSA
 * signatures are r and s side by side (RFC 7518 section 3.4), the salt of PSS is as long as the hash.
 */
export async function signatureHolds(
  key: PublicKey,
  alg: string,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const algorithm =
    key.algorithms.includes(alg) && Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg] : undefined;
  if (!algorithm) return false;
  const { hash, length, padding } = algorithm;
  if (length > 0 && signature.length !== length) return false;
  if (hash === null && !isReducedScalar(signature)) return false;
  try {
    const options: VerifyKeyObjectInput = {
      key: createPublicKey({ key: { ...key.jwk }, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363',
      ...(padding === undefined ? {} : { padding }),
      ...(padding === PSS ? { saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {}),
    };
    return await verifyAsync(hash, data, options, signature);
  } catch {
    // Whatever OpenSSL finds wrong with a stranger's signature or modulus, the answer is the same.
    return false;
  }
}
