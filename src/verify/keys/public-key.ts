import { decodeBase64url } from '../base64url.js';
import { RSA_MODULUS_BYTES } from '../limits.js';
import { type Checked, isJsonObject, type JsonObject, own, pass, refuse } from '../result.js';
import { CURVES, isOnCurve } from './curves.js';
import { ed25519Fault } from './ed25519.js';
import { thumbprintUri } from './thumbprint.js';

/** A public key whose members were checked; `jwk` holds the members of its thumbprint and nothing else. */
export interface PublicKey {
  readonly jwk: Readonly<Record<string, string>>;
  readonly thumbprint: string;
  /** JOSE algorithms this key may verify, narrowed by its own `alg`. */
  readonly algorithms: readonly string[];
  readonly kid?: string;
}

/** Members that only a private or a symmetric key has (RFC 7518 section 6, RFC 8037 section 2). */
export const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

const ECDSA: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };
/** Both names of one algorithm: RFC 8037 and, fully specified, RFC 9864. */
const EDDSA: readonly string[] = ['EdDSA', 'Ed25519'];
const RSA: readonly string[] = ['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

/**
 * Checks a public JWK of a stranger: no private members, canonical base64url, a point on the curve and not of
 * small order, and `use`, `key_ops` and `alg`, where they stand, allowing it to verify signatures.
 */
export function checkPublicKey(jwk: unknown): Checked<PublicKey> {
  if (!isJsonObject(jwk)) return refuse('key', 'the JWK is not an object');
  const secret = PRIVATE_MEMBERS.find((name) => Object.hasOwn(jwk, name));
  if (secret) return refuse('key', `the JWK has the private member ${JSON.stringify(secret)}`);
  const material = checkMaterial(jwk);
  if (!material.ok) return material;
  const use = own(jwk, 'use');
  if (use !== undefined && use !== 'sig') return refuse('key', 'the JWK is not for signatures ("use")');
  const operations = own(jwk, 'key_ops');
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return refuse('key', 'the JWK is not for verifying ("key_ops")');
  }
  const algorithms = narrow(material.value.algorithms, own(jwk, 'alg'));
  if (algorithms.length === 0) return refuse('key', 'the "alg" of the JWK is not one of its curve');
  const kid = own(jwk, 'kid');
  return pass({
    jwk: material.value.jwk,
    thumbprint: thumbprintUri(material.value.jwk),
    algorithms,
    ...(typeof kid === 'string' ? { kid } : {}),
  });
}

/** As `checkPublicKey`, for keys that may sign a statement: Ed25519 and the three NIST curves (profile section 1). */
export function checkIdentityKey(jwk: unknown): Checked<PublicKey> {
  const key = checkPublicKey(jwk);
  if (key.ok && key.value.jwk.kty === 'RSA') {
    return refuse('key', 'an identity key is Ed25519 or on P-256, P-384 or P-521');
  }
  return key;
}

/** One key, one algorithm (RFC 8725 section 3.1): the key's own `alg` ends the choice. */
function narrow(algorithms: readonly string[], alg: unknown): readonly string[] {
  if (alg === undefined) return algorithms;
  if (algorithms === EDDSA) return EDDSA.includes(String(alg)) && typeof alg === 'string' ? EDDSA : [];
  return algorithms.filter((name) => name === alg);
}

interface Material {
  readonly jwk: Readonly<Record<string, string>>;
  readonly algorithms: readonly string[];
}

function checkMaterial(jwk: JsonObject): Checked<Material> {
  const [kty, crv] = [own(jwk, 'kty'), own(jwk, 'crv')];
  if (kty === 'OKP' && crv === 'Ed25519') return checkEd25519(jwk);
  if (kty === 'EC' && typeof crv === 'string' && Object.hasOwn(CURVES, crv)) return checkEc(jwk, crv);
  if (kty === 'RSA') return checkRsa(jwk);
  return refuse('key', 'the JWK is neither Ed25519 nor on P-256, P-384 or P-521');
}

function checkEd25519(jwk: JsonObject): Checked<Material> {
  const x = coordinate(jwk, 'x');
  if (!x.ok) return x;
  const fault = ed25519Fault(x.value.bytes);
  if (fault) return refuse('key', `the Ed25519 key is no good point: ${fault}`);
  return pass({ jwk: { crv: 'Ed25519', kty: 'OKP', x: x.value.text }, algorithms: EDDSA });
}

function checkEc(jwk: JsonObject, crv: string): Checked<Material> {
  const x = coordinate(jwk, 'x');
  if (!x.ok) return x;
  const y = coordinate(jwk, 'y');
  if (!y.ok) return y;
  if (!isOnCurve(CURVES[crv as keyof typeof CURVES], x.value.bytes, y.value.bytes)) {
    return refuse('key', `the key is no point on ${crv}`);
  }
  const algorithm = ECDSA[crv] as string;
  return pass({ jwk: { crv, kty: 'EC', x: x.value.text, y: y.value.text }, algorithms: [algorithm] });
}

/** RSA never signs statements; a reader may trust one for plain JWTs. */
function checkRsa(jwk: JsonObject): Checked<Material> {
  const n = coordinate(jwk, 'n');
  if (!n.ok) return n;
  const e = coordinate(jwk, 'e');
  if (!e.ok) return e;
  const { length } = n.value.bytes;
  if (length < RSA_MODULUS_BYTES.min || length > RSA_MODULUS_BYTES.max) {
    return refuse('key', 'the RSA modulus is not between 2048 and 8192 bits');
  }
  // An even or tiny exponent, or a huge one that only costs time (RFC 8017 section 3.1).
  const exponent = e.value.bytes;
  const odd = ((exponent.at(-1) ?? 0) & 1) === 1;
  if (exponent.length > 4 || !odd || (exponent.length === 1 && exponent[0] === 1)) {
    return refuse('key', 'the RSA exponent is not an odd number from 3 to 2^32');
  }
  return pass({ jwk: { e: e.value.text, kty: 'RSA', n: n.value.text }, algorithms: RSA });
}

/** A member that holds bytes: canonical base64url and not empty. */
export function coordinate(jwk: JsonObject, name: string): Checked<{ text: string; bytes: Buffer }> {
  const text = own(jwk, name);
  const bytes = typeof text === 'string' ? decodeBase64url(text) : null;
  if (!bytes || bytes.length === 0)
    return refuse('key', `the member "${name}" of the JWK is not canonical base64url`);
  return pass({ text: text as string, bytes });
}
