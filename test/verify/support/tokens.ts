import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** The time that tests and vectors are verified at. */
export const NOW = new Date('2026-11-21T12:00:00Z');
export const NOW_SECONDS = NOW.getTime() / 1000;

/** DER before the seed of an Ed25519 private key (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface TestKey {
  /** Public JWK with the members of its thumbprint. */
  readonly jwk: Readonly<Record<string, string>>;
  readonly privateJwk: Readonly<Record<string, string>>;
  readonly thumbprint: string;
  readonly sign: (input: string) => Buffer;
}

/** An Ed25519 key made from a word: the same word gives the same key and the same signatures. */
export function testKey(word: string): TestKey {
  const seed = createHash('sha256').update(`a key for tests: ${word}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const x = String(createPublicKey(key as KeyObject).export({ format: 'jwk' }).x);
  const jwk = { crv: 'Ed25519', kty: 'OKP', x };
  return {
    jwk,
    privateJwk: { ...jwk, d: seed.toString('base64url') },
    thumbprint: thumbprintOf(jwk),
    sign: (input) => sign(null, Buffer.from(input, 'ascii'), key),
  };
}

/** RFC 9278 URI, made here without the code under test. */
export function thumbprintOf(jwk: Readonly<Record<string, string>>): string {
  const sorted = Object.fromEntries(Object.entries(jwk).sort(([a], [b]) => (a < b ? -1 : 1)));
  const digest = createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
  return `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${digest}`;
}

export const ALICE = testKey('alice');
export const MALLORY = testKey('mallory');

export type Members = Readonly<Record<string, unknown>>;

/** The header of a good statement, with members replaced; `undefined` removes one. */
export function header(changes: Members = {}, key = ALICE): Members {
  return { typ: 'cross-signing+jwt', alg: 'EdDSA', kid: key.thumbprint, ...changes };
}

/** The claims of a good statement, with members replaced; `undefined` removes one. */
export function claims(changes: Members = {}, key = ALICE): Members {
  return {
    iss: key.thumbprint,
    sub: 'mimi://a.example/u/alice',
    cnf: { jwk: key.jwk },
    iat: NOW_SECONDS - 3600,
    exp: NOW_SECONDS + 86_400,
    seq: 7,
    also_known_as: ['https://github.com/alice'],
    ...changes,
  };
}

const encode = (part: Members | string | Uint8Array) =>
  Buffer.from(
    part instanceof Uint8Array ? part : typeof part === 'string' ? part : JSON.stringify(part),
  ).toString('base64url');

/** A compact JWS over exactly these parts; text and bytes are taken as they are. */
export function token(
  head: Members | string | Uint8Array = header(),
  payload: Members | string | Uint8Array = claims(),
  key = ALICE,
): string {
  const input = `${encode(head)}.${encode(payload)}`;
  return `${input}.${key.sign(input).toString('base64url')}`;
}

/** A disclosure of any JSON value: `[salt, value]` for an element of an array. */
export function disclosure(...parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

export function digestOf(text: string, hash = 'sha256'): string {
  return createHash(hash).update(text).digest('base64url');
}

/** An issuer-signed JWT of the SD form whose accounts are the elements given. */
export function sdToken(elements: readonly unknown[], changes: Members = {}): string {
  return token(header({ typ: 'cross-signing+sd-jwt' }), claims({ also_known_as: elements, ...changes }));
}
