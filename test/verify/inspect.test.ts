import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proofToken } from '../../src/verify/index.js';
import type { Claim } from '../../src/verify/inspect/claim.js';
import { type InspectOptions, inspectDocument } from '../../src/verify/inspect/inspect-document.js';
import { checkPublicKey, type PublicKey } from '../../src/verify/keys/public-key.js';
import { parseTrustedKeys } from '../../src/verify/keys/trusted-keys.js';
import {
  ALICE,
  claims,
  digestOf,
  disclosure,
  header,
  MALLORY,
  type Members,
  NOW,
  NOW_SECONDS,
  sdToken,
  token,
} from './support/tokens.js';

const GITHUB = 'https://github.com/alice';
const STATEMENT = token();

async function inspect(
  document: string | Uint8Array,
  options: Partial<InspectOptions> = {},
): Promise<readonly Claim[]> {
  return (await inspectDocument(document, { now: NOW, ...options })).claims;
}

const brief = (found: readonly Claim[]) =>
  found.map(({ container, status, where }) => [container, status, where]);

function trusted(jwk: object): readonly PublicKey[] {
  const key = checkPublicKey(jwk);
  if (!key.ok) throw new Error(key.message);
  return [key.value];
}

describe('claims are found', () => {
  test('in a bare token, with everything the contract asks for', async () => {
    expect(await inspect(`${STATEMENT}\n`)).toEqual([
      {
        container: 'jwt',
        type: 'application/cross-signing+jwt',
        status: 'verified',
        reason: 'Signature and claims hold.',
        issuer: ALICE.thumbprint,
        subject: 'mimi://a.example/u/alice',
        keys: [ALICE.thumbprint],
        accounts: [GITHUB],
        issuedAt: '2026-11-21T11:00:00.000Z',
        expiresAt: '2026-11-22T12:00:00.000Z',
        where: 'whole document',
      },
    ]);
  });

  test.each([
    ['text', `My keys:\n\n(${STATEMENT}).\n`, 'line 3'],
    ['HTML', `<head>\n<script type="application/jwt">${STATEMENT}</script>`, 'line 2'],
    ['a list of statements', JSON.stringify({ statements: [STATEMENT] }), '/statements/0'],
    [
      'a member of any record',
      JSON.stringify({ a: { 'b/c': [{ note: `see ${STATEMENT}` }] } }),
      '/a/b~1c/0/note',
    ],
    ['a JSON string', JSON.stringify(STATEMENT), 'whole document'],
    ['text with a byte order mark', `\uFEFF${STATEMENT}`, 'whole document'],
  ])('in %s', async (_, document, where) => {
    expect(brief(await inspect(document))).toEqual([['jwt', 'verified', where]]);
  });

  test('in bytes that are not UTF-8', async () => {
    const document = Buffer.concat([
      Buffer.from([0xe9, 0x20]),
      Buffer.from(STATEMENT),
      Buffer.from([0x0a, 0xff]),
    ]);
    expect(brief(await inspect(document))).toEqual([['jwt', 'verified', 'line 1']]);
  });

  test('several in one document, each for itself', async () => {
    const bad = `${STATEMENT.slice(0, -4)}AAAA`;
    const document = JSON.stringify({ statements: [STATEMENT, bad, 'nonsense', 7, 'x.y.z'] });
    expect(brief(await inspect(document))).toEqual([
      ['jwt', 'verified', '/statements/0'],
      ['jwt', 'broken', '/statements/1'],
      ['jwt', 'broken', '/statements/2'],
      ['jwt', 'broken', '/statements/3'],
      ['jwt', 'broken', '/statements/4'],
    ]);
  });

  test('none in a document without', async () => {
    for (const document of ['', 'hello', '{}', '[]', '<p>a.b.c</p>', 'null']) {
      expect(await inspect(document)).toEqual([]);
    }
  });

  test('a document that says it is a token is judged as one', async () => {
    expect(brief(await inspect('nothing of the kind', { mediaType: 'application/jwt' }))).toEqual([
      ['jwt', 'broken', 'whole document'],
    ]);
  });

  test('never by throwing, whatever the document', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.uint8Array()),
        async (document) => {
          expect(Array.isArray(await inspect(document))).toBe(true);
        },
      ),
    );
  });
});

describe('a statement is', () => {
  test.each([
    ['expired', token(header(), claims({ exp: NOW_SECONDS - 1 })), 'expired'],
    [
      'not valid yet',
      token(header(), claims({ iat: NOW_SECONDS + 900, exp: NOW_SECONDS + 1000 })),
      'not-yet-valid',
    ],
    ['revoked by its own key', token(header(), claims({ revoked: [ALICE.thumbprint] })), 'revoked'],
    ['broken', token(header(), claims({ seq: 0 })), 'broken'],
  ])('%s', async (_, document, status) => {
    expect((await inspect(document)).map((claim) => claim.status)).toEqual([status]);
  });

  test('told with what it hides', async () => {
    const one = disclosure('a salt', GITHUB);
    const document = `${sdToken([{ '...': digestOf(one) }, { '...': digestOf('x') }])}~${one}~`;
    expect(await inspect(document)).toMatchObject([
      {
        container: 'sd-jwt',
        status: 'verified',
        accounts: [GITHUB],
        reason: 'Signature and claims hold; it hides 1 more account.',
      },
    ]);
  });

  test('told with the keys it states', async () => {
    const document = token(header(), claims({ keys: [{ jwk: MALLORY.jwk, role: 'next' }] }));
    expect((await inspect(document))[0]?.keys).toEqual([ALICE.thumbprint, MALLORY.thumbprint]);
  });

  test('broken in JSON form, however well it is signed', async () => {
    const [signed, payload, signature] = STATEMENT.split('.');
    const document = JSON.stringify({ payload, protected: signed, signature });
    expect(await inspect(document, { trustedKeys: trusted(ALICE.jwk) })).toMatchObject([
      { status: 'broken', reason: 'A statement is a compact JWS, not one in JSON form.' },
    ]);
  });
});

describe('a plain JWT', () => {
  const payload = {
    iss: 'https://issuer.example',
    sub: 'alice',
    iat: NOW_SECONDS - 60,
    exp: NOW_SECONDS + 60,
  };
  const plain = (head: Members = {}, changes: Members = {}) =>
    token({ typ: 'JWT', alg: 'EdDSA', ...head }, { ...payload, ...changes });
  const status = async (document: string, trustedKeys: readonly PublicKey[] = []) =>
    (await inspect(document, { trustedKeys })).map((claim) => claim.status).join();

  test('is unverifiable without its key, and verified with it', async () => {
    expect(await status(plain())).toBe('unverifiable');
    expect(await inspect(plain(), { trustedKeys: trusted(ALICE.jwk) })).toEqual([
      {
        container: 'jwt',
        type: 'application/jwt',
        status: 'verified',
        reason: 'A key that you trust signed it, and it is in force.',
        issuer: 'https://issuer.example',
        subject: 'alice',
        keys: [ALICE.thumbprint],
        accounts: [],
        issuedAt: '2026-11-21T11:59:00.000Z',
        expiresAt: '2026-11-21T12:01:00.000Z',
        where: 'whole document',
      },
    ]);
  });

  test('is checked with the key that its kid names', async () => {
    const both = [...trusted({ ...MALLORY.jwk, kid: 'one' }), ...trusted({ ...ALICE.jwk, kid: 'two' })];
    expect(await status(plain({ kid: 'two' }), both)).toBe('verified');
    expect(await status(plain({ kid: 'one' }), both)).toBe('broken');
    expect(await status(plain({ kid: 'three' }), both)).toBe('unverifiable');
    expect(await status(plain({}), both)).toBe('verified');
    expect(await status(plain({}), trusted(MALLORY.jwk))).toBe('broken');
    expect(await status(plain({ kid: 'mine' }), trusted({ ...MALLORY.jwk, kid: 'other' }))).toBe(
      'unverifiable',
    );
  });

  test.each([
    ['expired', {}, { exp: NOW_SECONDS }, 'expired'],
    ['ahead of its time', {}, { nbf: NOW_SECONDS + 900 }, 'not-yet-valid'],
    ['with a time that is text', {}, { exp: 'tomorrow' }, 'broken'],
    ['unsecured', { alg: 'none' }, {}, 'broken'],
    ['without an algorithm', { alg: undefined }, {}, 'broken'],
    ['with an extension that is not understood', { crit: ['x'] }, {}, 'unsupported'],
    ['with an algorithm that is not read', { alg: 'ES256K' }, {}, 'unsupported'],
    ['of a kind with rules of its own', { typ: 'dpop+jwt' }, {}, 'unsupported'],
    ['with an algorithm of another key', { alg: 'ES256' }, {}, 'broken'],
  ])('%s', async (_, head, changes, expected) => {
    expect(await status(plain(head, changes), trusted(ALICE.jwk))).toBe(expected);
  });

  test('signed with a shared secret proves nothing, even where the secret is the key', async () => {
    const input = plain({ alg: 'HS256' }).split('.').slice(0, 2).join('.');
    const mac = createHmac('sha256', Buffer.from(String(ALICE.jwk.x), 'base64url'))
      .update(input)
      .digest('base64url');
    expect(await status(`${input}.${mac}`, trusted(ALICE.jwk))).toBe('unsupported');
  });

  test('may be signed with RSA by a key that the reader trusts', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), alg: 'RS256' };
    const rsa = { ...ALICE, sign: (input: string) => sign('sha256', Buffer.from(input), privateKey) };
    expect(await status(token({ alg: 'RS256' }, payload, rsa), trusted(jwk))).toBe('verified');
    expect(await status(token({ alg: 'PS256' }, payload, rsa), trusted(jwk))).toBe('broken');
  });

  test('in JSON form has each of its signatures told', async () => {
    const [signed = '', body = '', signature = ''] = plain().split('.');
    const other = token({ alg: 'EdDSA' }, payload, MALLORY).split('.');
    const document = JSON.stringify({
      payload: body,
      signatures: [
        { protected: signed, signature },
        { protected: other[0], signature: other[2], header: { kid: 'x' } },
      ],
    });
    expect(
      brief(await inspect(document, { trustedKeys: [...trusted(ALICE.jwk), ...trusted(MALLORY.jwk)] })),
    ).toEqual([
      ['jwt', 'verified', 'whole document'],
      ['jwt', 'verified', 'whole document'],
    ]);
  });

  test('with disclosures is verified with them', async () => {
    const name = disclosure('a salt', 'given_name', 'Alice');
    const sd = plain({ typ: 'example+sd-jwt' }, { _sd: [digestOf(name)] });
    expect(brief(await inspect(`${sd}~${name}~`, { trustedKeys: trusted(ALICE.jwk) }))).toEqual([
      ['sd-jwt', 'verified', 'whole document'],
    ]);
    const foreign = disclosure('a salt', 'admin', true);
    expect(brief(await inspect(`${sd}~${name}~${foreign}~`, { trustedKeys: trusted(ALICE.jwk) }))).toEqual([
      ['sd-jwt', 'broken', 'whole document'],
    ]);
  });
});

describe('a proof token', () => {
  const text = proofToken(ALICE.thumbprint, GITHUB);

  test('is unverifiable by itself', async () => {
    expect(await inspect(`hello ${text} world`)).toMatchObject([
      { container: 'proof-token', status: 'unverifiable', issuer: null, accounts: [], where: 'line 1' },
    ]);
  });

  test('is verified with the key and the account it was made from', async () => {
    const options = { trustedKeys: trusted(ALICE.jwk), accounts: [GITHUB] };
    expect(await inspect(text, options)).toMatchObject([
      { status: 'verified', issuer: ALICE.thumbprint, keys: [ALICE.thumbprint], accounts: [GITHUB] },
    ]);
    expect(await inspect(text, { ...options, accounts: ['https://github.com/mallory'] })).toMatchObject([
      { status: 'unverifiable' },
    ]);
  });

  test('is verified beside a statement that names its account', async () => {
    expect(brief(await inspect(`${text} ${STATEMENT}`))).toEqual([
      ['proof-token', 'verified', 'line 1'],
      ['jwt', 'verified', 'line 1'],
    ]);
  });
});

describe('keys to trust', () => {
  test.each([
    ['no JSON', 'x', 'not valid JSON (RFC 8259)'],
    ['no object', '[]', 'neither a JWK nor a JWK Set'],
    ['a symmetric key', '{"kty":"oct","k":"AAAA"}', 'the JWK has the private member "k"'],
    [
      'a set without one that can be used',
      '{"keys":[{"kty":"oct","k":"AAAA"}]}',
      'no key of the set can verify signatures here',
    ],
  ])('are refused as %s', (_, text, message) => {
    expect(parseTrustedKeys(text)).toEqual({ ok: false, refusal: 'key', message });
  });

  test('may be a private key, a public one, or a set', () => {
    const set = JSON.stringify({ keys: [{ kty: 'oct', k: 'AAAA' }, ALICE.jwk, MALLORY.privateJwk] });
    for (const text of [JSON.stringify(ALICE.privateJwk), JSON.stringify(ALICE.jwk), set]) {
      expect(parseTrustedKeys(text)).toMatchObject({ ok: true });
    }
    const keys = parseTrustedKeys(set);
    expect(keys.ok && keys.value.map((key) => key.thumbprint)).toEqual([
      ALICE.thumbprint,
      MALLORY.thumbprint,
    ]);
  });
});
