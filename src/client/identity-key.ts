import { sha256 } from './sha256.js';

/** A private JWK as `crossproof keygen` writes it. */
export interface PrivateJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly d: string;
  readonly alg: string;
  readonly use: 'sig';
  /** The thumbprint URI. */
  readonly kid: string;
  /** The one subject that it speaks for, once known. */
  readonly sub?: string;
}

type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A key of a person, in this page and nowhere else. */
export interface IdentityKey {
  readonly jwk: PrivateJwk;
  /** The members of its thumbprint, and nothing else. */
  readonly publicJwk: Readonly<Record<string, string>>;
  readonly thumbprint: string;
  readonly signing: CryptoKey;
}

/** The file holds no key that could sign; the message is for the person who chose it. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/** What signs statements (profile section 1): by curve, the JOSE algorithm and its hash. */
const CURVES: Readonly<Record<string, { readonly alg: string; readonly hash?: string }>> = {
  Ed25519: { alg: 'EdDSA' },
  'P-256': { alg: 'ES256', hash: 'SHA-256' },
  'P-384': { alg: 'ES384', hash: 'SHA-384' },
  'P-521': { alg: 'ES512', hash: 'SHA-512' },
};

const THUMBPRINT = 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:';

const keyAlgorithm = (crv: string) =>
  crv === 'Ed25519' ? { name: crv } : { name: 'ECDSA', namedCurve: crv };

/** How a key of this curve signs. */
export function signatureAlgorithm(crv: string): { name: string; hash?: string } {
  const { hash } = CURVES[crv] ?? {};
  return hash === undefined ? { name: 'Ed25519' } : { name: 'ECDSA', hash };
}

/** A new key: Ed25519 where the browser has it, else P-256. */
export async function makeIdentityKey(): Promise<IdentityKey> {
  const make = (crv: string) => crypto.subtle.generateKey(keyAlgorithm(crv), true, ['sign', 'verify']);
  const made = await make('Ed25519').catch(() => make('P-256'));
  if (!('privateKey' in made)) throw new TypeError('a pair of keys was asked for');
  return readIdentityKey(JSON.stringify(await crypto.subtle.exportKey('jwk', made.privateKey)));
}

/**
 * Reads the key file that this page or `crossproof keygen` made.
 * @throws KeyFileError
 */
export async function readIdentityKey(text: string): Promise<IdentityKey> {
  const members = membersIn(text);
  const half = await readPublicKey(members);
  if (half === null) throw new KeyFileError('It is no key that signs statements.');
  const { d, sub } = members;
  if (!d) throw new KeyFileError('It has no private key in it.');
  const { publicJwk, thumbprint } = half;
  const signing = await signingKey({ ...publicJwk, d }, half.crv).catch(() => null);
  if (signing === null)
    throw new KeyFileError('This browser cannot use it, or its two halves do not fit together.');
  const { kty, crv, x, y, alg } = half;
  const jwk = { kty, crv, x, ...(y ? { y } : {}), d, alg, use: 'sig', kid: thumbprint } as const;
  return { jwk: sub ? { ...jwk, sub } : jwk, publicJwk, thumbprint, signing };
}

/** The public half of a key that signs statements. */
interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string | undefined;
  readonly alg: string;
  readonly publicJwk: IdentityKey['publicJwk'];
  readonly thumbprint: string;
}

/** Null where it is of no kind that signs statements. */
async function readPublicKey(members: Members): Promise<PublicKey | null> {
  const { kty, crv, x, y } = members;
  const { alg } = (crv !== undefined && Object.hasOwn(CURVES, crv) && CURVES[crv]) || {};
  if (!kty || !crv || !x || alg === undefined) return null;
  // Members in the order of RFC 7638 section 3, which the digest is taken of.
  const publicJwk = { crv, kty, x, ...(y ? { y } : {}) };
  return {
    kty,
    crv,
    x,
    y,
    alg,
    publicJwk,
    thumbprint: THUMBPRINT + (await sha256(JSON.stringify(publicJwk))),
  };
}

/** The thumbprint URI of the public key that signed this; null where the signature does not hold. */
export async function signerOf(
  jwk: unknown,
  input: string,
  signature: Uint8Array<ArrayBuffer>,
): Promise<string | null> {
  const key = await readPublicKey(textsOf(jwk));
  if (key === null) return null;
  const { crv, publicJwk, thumbprint } = key;
  const verifying = await crypto.subtle
    .importKey('jwk', publicJwk, keyAlgorithm(crv), false, ['verify'])
    .catch(() => null);
  const bytes = new TextEncoder().encode(input);
  const holds =
    verifying !== null && (await crypto.subtle.verify(signatureAlgorithm(crv), verifying, signature, bytes));
  return holds ? thumbprint : null;
}

/** The private half, which signs what the public half verifies. */
async function signingKey(
  { d, ...half }: Readonly<Record<string, string>> & { readonly d: string },
  crv: string,
): Promise<CryptoKey | null> {
  const load = (jwk: object, usage: 'sign' | 'verify') =>
    crypto.subtle.importKey('jwk', jwk, keyAlgorithm(crv), false, [usage]);
  const [signing, verifying] = [await load({ ...half, d }, 'sign'), await load(half, 'verify')];
  const [how, probe] = [signatureAlgorithm(crv), new TextEncoder().encode(crv)];
  const signature = await crypto.subtle.sign(how, signing, probe);
  return (await crypto.subtle.verify(how, verifying, signature, probe)) ? signing : null;
}

/** The same key, which speaks for this subject from now on. @throws KeyFileError where it speaks for another */
export function boundTo(key: IdentityKey, sub: string): IdentityKey {
  const bound = key.jwk.sub ?? sub;
  if (bound !== sub)
    throw new KeyFileError(`This key speaks for ${bound}: another identity needs a key of its own.`);
  return { ...key, jwk: { ...key.jwk, sub } };
}

type Members = Readonly<Record<string, string | undefined>>;

function membersIn(text: string): Members {
  try {
    return textsOf(JSON.parse(text));
  } catch {
    throw new KeyFileError('It is no JSON file.');
  }
}

/** Members that are texts. */
function textsOf(value: unknown): Members {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
