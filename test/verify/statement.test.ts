import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyStatement } from '../../src/verify/index.js';
import { MAX_STATEMENT_CHARS } from '../../src/verify/limits.js';
import { claims, digestOf, disclosure, header, NOW, sdToken, thumbprintOf, token } from './support/tokens.js';

const PLAIN = token();
const FIRST = disclosure('one salt', 'https://github.com/alice');
const SELECTIVE = `${sdToken([{ '...': digestOf(FIRST) }])}~${FIRST}~`;

describe('whatever a stranger sends', () => {
  test('never throws on any text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.constantFrom(PLAIN, SELECTIVE),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 5 }),
        fc.constantFrom('', '.', '~'),
        async (parts, glue) => {
          const result = await verifyStatement(parts.join(glue), { now: NOW });
          expect(typeof result.ok).toBe('boolean');
        },
      ),
    );
  });

  test('never throws on any JSON as payload', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 8 }), async (json) => {
        expect(await verifyStatement(token(header(), json), { now: NOW })).toMatchObject({ ok: false });
      }),
    );
  });

  test('never throws where one claim is any JSON value', async () => {
    const names = [
      'iss',
      'sub',
      'cnf',
      'iat',
      'exp',
      'nbf',
      'seq',
      'prev',
      'also_known_as',
      'keys',
      'revoked',
      '_sd_alg',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, value) => {
        const result = await verifyStatement(token(header(), claims({ [name]: value })), { now: NOW });
        expect(typeof result.ok).toBe('boolean');
      }),
    );
  });

  test.each([
    ['plain', PLAIN],
    ['with selective disclosure', SELECTIVE.slice(0, SELECTIVE.indexOf('~') + 1)],
  ])('one changed character in a statement (%s) never gives another one that holds', async (_, text) => {
    const signed = text.replace('~', '');
    for (let at = 0; at < signed.length; at += 1) {
      const other = signed[at] === 'A' ? 'B' : 'A';
      const changed = signed.slice(0, at) + other + text.slice(at + 1);
      const result = await verifyStatement(changed, { now: NOW });
      expect([at, result.ok]).toEqual([at, false]);
    }
  });

  test('any byte of any part changed is refused', async () => {
    const part = fc.integer({ min: 0, max: 2 });
    await fc.assert(
      fc.asyncProperty(part, fc.nat(), fc.integer({ min: 1, max: 255 }), async (index, position, mask) => {
        const parts = PLAIN.split('.').map((text) => Buffer.from(text, 'base64url'));
        const bytes = parts[index] as Buffer;
        const at = position % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        const changed = parts.map((buffer) => buffer.toString('base64url')).join('.');
        expect(await verifyStatement(changed, { now: NOW })).toMatchObject({ ok: false });
      }),
    );
  });

  test('a text over the limit is refused before it is read', async () => {
    expect(await verifyStatement('e'.repeat(MAX_STATEMENT_CHARS + 1), { now: NOW })).toEqual({
      ok: false,
      refusal: 'malformed',
      message: `more than ${MAX_STATEMENT_CHARS} characters`,
    });
  });
});

describe('the curves of RFC 7518', () => {
  const curves = [
    ['ES256', 'P-256', 'sha256'],
    ['ES384', 'P-384', 'sha384'],
    ['ES512', 'P-521', 'sha512'],
  ] as const;

  function curveToken(alg: string, curve: string, hash: string, encoding: 'ieee-p1363' | 'der') {
    const pair = generateKeyPairSync('ec', { namedCurve: curve });
    const { crv, kty, x, y } = pair.publicKey.export({ format: 'jwk' });
    const jwk = { crv: String(crv), kty: String(kty), x: String(x), y: String(y) };
    const key = {
      jwk,
      privateJwk: jwk,
      thumbprint: thumbprintOf(jwk),
      sign: (input: string) =>
        sign(hash, Buffer.from(input), { key: pair.privateKey, dsaEncoding: encoding }),
    };
    return { thumbprint: key.thumbprint, text: token(header({ alg }, key), claims({}, key), key) };
  }

  test.each(curves)('%s holds with a key on %s', async (alg, curve, hash) => {
    const { text, thumbprint } = curveToken(alg, curve, hash, 'ieee-p1363');
    expect(await verifyStatement(text, { now: NOW })).toMatchObject({
      ok: true,
      statement: { key: thumbprint },
    });
  });

  test.each(curves)('%s is refused with a signature in DER', async (alg, curve, hash) => {
    const { text } = curveToken(alg, curve, hash, 'der');
    expect(await verifyStatement(text, { now: NOW })).toMatchObject({ ok: false, refusal: 'signature' });
  });

  test.each([
    ['ES384', 'P-256', 'sha256'],
    ['ES256', 'P-384', 'sha256'],
    ['EdDSA', 'P-256', 'sha256'],
    ['ES256K', 'P-256', 'sha256'],
  ])('%s is refused with a key on %s', async (alg, curve, hash) => {
    const { text } = curveToken(alg, curve, hash, 'ieee-p1363');
    expect(await verifyStatement(text, { now: NOW })).toMatchObject({ ok: false, refusal: 'algorithm' });
  });
});
