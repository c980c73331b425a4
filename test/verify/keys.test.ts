import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPublicKey, isThumbprintUri, thumbprintUri } from '../../src/verify/index.js';
import { CURVES, isOnCurve } from '../../src/verify/keys/curves.js';
import { ed25519Fault, isReducedScalar } from '../../src/verify/keys/ed25519.js';
import { ALICE } from './support/tokens.js';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

function littleEndian(value: bigint, bytes: number): Buffer {
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex').reverse();
}

describe('an Ed25519 point', () => {
  test('of any real key is good', () => {
    for (let round = 0; round < 20; round += 1) {
      const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
      expect(ed25519Fault(Buffer.from(String(x), 'base64url'))).toBeNull();
    }
  });

  // The eight points whose order divides 8, by their y: 1, −1, 0 and ± the two of order 8.
  const OCTIC = 0x5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
  test.each([
    ['the neutral element', 1n],
    ['order 2', P - 1n],
    ['order 4', 0n],
    ['order 4, the other sign', 2n ** 255n],
    ['order 8', OCTIC],
    ['order 8, the other sign', OCTIC + 2n ** 255n],
    ['order 8, the other half', P - OCTIC],
    ['order 8, the other half and sign', P - OCTIC + 2n ** 255n],
  ])('of small order is refused: %s', (_, encoded) => {
    expect(ed25519Fault(littleEndian(encoded, 32))).toBe('small-order');
  });

  test.each([
    ['y equal to the prime', P],
    ['y one above the prime', P + 1n],
    ['the largest y', 2n ** 255n - 1n],
    ['a sign for x zero', 1n + 2n ** 255n],
  ])('that is not canonical is refused: %s', (_, encoded) => {
    expect(ed25519Fault(littleEndian(encoded, 32))).toBe('not-canonical');
  });

  test('off the curve, or of another length, is refused', () => {
    expect(ed25519Fault(littleEndian(2n, 32))).toBe('off-curve');
    expect(ed25519Fault(Buffer.alloc(31))).toBe('length');
    expect(ed25519Fault(Buffer.alloc(33))).toBe('length');
    expect(ed25519Fault(Buffer.alloc(0))).toBe('length');
  });

  test('is on the curve for about every second y', () => {
    const ys = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const faults = new Set(fc.sample(ys, { numRuns: 60, seed: 1 }).map((bytes) => ed25519Fault(bytes)));
    expect(faults).toContain(null);
    expect(faults).toContain('off-curve');
  });

  test('signs with a scalar below the order of the group', () => {
    const signature = (scalar: bigint) => Buffer.concat([Buffer.alloc(32), littleEndian(scalar, 32)]);
    expect(isReducedScalar(signature(L - 1n))).toBe(true);
    expect(isReducedScalar(signature(L))).toBe(false);
    expect(isReducedScalar(signature(2n ** 256n - 1n))).toBe(false);
    expect(isReducedScalar(Buffer.alloc(63))).toBe(false);
  });
});

describe.each(['P-256', 'P-384', 'P-521'] as const)('a point of %s', (name) => {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: name }).publicKey.export({ format: 'jwk' });
  const [px, py] = [Buffer.from(String(x), 'base64url'), Buffer.from(String(y), 'base64url')];
  const { p, bytes } = CURVES[name];
  const big = (buffer: Buffer) => BigInt(`0x${buffer.toString('hex')}`);
  const buffer = (value: bigint) => Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex');

  test('is known, with its mirror image', () => {
    expect(isOnCurve(CURVES[name], px, py)).toBe(true);
    expect(isOnCurve(CURVES[name], px, buffer(p - big(py)))).toBe(true);
  });

  test('is refused off the curve, not reduced, or in another length', () => {
    expect(isOnCurve(CURVES[name], px, px)).toBe(false);
    expect(isOnCurve(CURVES[name], Buffer.alloc(bytes), Buffer.alloc(bytes))).toBe(false);
    expect(isOnCurve(CURVES[name], Buffer.alloc(bytes, 0xff), py)).toBe(false);
    expect(isOnCurve(CURVES[name], Buffer.concat([Buffer.alloc(1), px]), py)).toBe(false);
    expect(isOnCurve(CURVES[name], px.subarray(1), py)).toBe(false);
  });
});

describe('a thumbprint', () => {
  test('covers the required members and no other', () => {
    const uri = thumbprintUri({ ...ALICE.jwk, kid: 'x', use: 'sig', d: 'secret' });
    expect(uri).toBe(ALICE.thumbprint);
    expect(isThumbprintUri(uri)).toBe(true);
    expect(isThumbprintUri(`${uri}A`)).toBe(false);
    expect(isThumbprintUri(uri.replace('sha-256', 'sha-512'))).toBe(false);
  });

  test('of the key in RFC 8037 appendix A.3 is the one printed there', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    expect(thumbprintUri(jwk).split(':').at(-1)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });

  test('needs a key with a public half', () => {
    expect(() => thumbprintUri({ kty: 'oct', k: 'AAAA' })).toThrow(TypeError);
    expect(() => thumbprintUri({ kty: 'OKP', crv: 'Ed25519' })).toThrow('no member x');
  });
});

describe('a public key', () => {
  const modulus = (bytes: number) => Buffer.alloc(bytes, 0xc5).toString('base64url');
  const rsa = { kty: 'RSA', e: 'AQAB', n: modulus(256) };
  test.each([
    ['text', 'x', false],
    ['null', null, false],
    ['a list', [ALICE.jwk], false],
    ['of no type', { x: ALICE.jwk.x }, false],
    ['with an inherited type', Object.create({ kty: 'OKP', crv: 'Ed25519', x: ALICE.jwk.x }), false],
    ['with key_ops that is text', { ...ALICE.jwk, key_ops: 'verify' }, false],
    ['with another name of its algorithm', { ...ALICE.jwk, alg: 'Ed25519' }, true],
    ['with an algorithm that is a list', { ...ALICE.jwk, alg: ['EdDSA'] }, false],
    ['RSA of 2048 bits', rsa, true],
    ['RSA of 1024 bits', { ...rsa, n: modulus(128) }, false],
    ['RSA of 16384 bits', { ...rsa, n: modulus(2048) }, false],
    ['RSA with exponent 1', { ...rsa, e: 'AQ' }, false],
    ['RSA with an even exponent', { ...rsa, e: 'AQAA' }, false],
    ['RSA with a huge exponent', { ...rsa, e: modulus(256) }, false],
  ])('%s', (_, jwk, good) => {
    expect(checkPublicKey(jwk).ok).toBe(good);
  });

  test('is never anything that makes the check throw', () => {
    const jwk = fc.record(
      {
        kty: fc.constantFrom('OKP', 'EC', 'RSA'),
        crv: fc.constantFrom('Ed25519', 'P-256', 'toString'),
        x: fc.string(),
        y: fc.string(),
        n: fc.string(),
        e: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), jwk), (value) => {
        expect(typeof checkPublicKey(value).ok).toBe('boolean');
      }),
    );
  });
});
