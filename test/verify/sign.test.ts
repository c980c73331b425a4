import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  generateIdentityKey,
  IDENTITY_ALGORITHMS,
  proofToken,
  signSdStatement,
  signStatement,
  statementDigest,
  thumbprintUri,
  verifyStatement,
} from '../../src/verify/index.js';
import { presentTo } from '../../src/verify/present.js';
import { ALICE, digestOf, MALLORY, NOW, NOW_SECONDS } from './support/tokens.js';

const SUB = 'mimi://a.example/u/alice';
const GITHUB = 'https://github.com/alice';
const DIARY = 'https://diary.example/';
const input = { key: ALICE.privateJwk, sub: SUB, accounts: [GITHUB, DIARY], now: NOW };

async function held(text: string) {
  const result = await verifyStatement(text, { now: NOW });
  if (!result.ok) throw new Error(`${result.refusal}: ${result.message}`);
  return result.statement;
}

describe('what is signed is what is read', () => {
  test.each(IDENTITY_ALGORITHMS)('with a key for %s', async (alg) => {
    const key = await generateIdentityKey(alg);
    const statement = await held(await signStatement({ ...input, key }));
    expect(statement).toMatchObject({ form: 'jwt', key: thumbprintUri(key), sub: SUB, seq: NOW_SECONDS });
    expect(key).toMatchObject({ alg, use: 'sig', kid: thumbprintUri(key) });
  });

  test('for any accounts, in both forms', async () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    const accounts = fc.array(
      label.map((name) => `https://${name}.example/`),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(accounts, fc.integer({ min: 1, max: 400 }), async (uris, days) => {
        const wanted = [...new Set(uris)].sort();
        const plain = await held(await signStatement({ ...input, accounts: uris, days }));
        const selective = await held((await signSdStatement({ ...input, accounts: uris, days })).full);
        for (const statement of [plain, selective]) {
          expect(statement.accounts.map((account) => account.uri).sort()).toEqual(wanted);
          expect(statement.exp - statement.iat).toBe(days * 86_400);
        }
        expect(selective.disclosed.toSorted()).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  test('with every claim that can be given', async () => {
    const prev = await signStatement(input);
    const text = await signStatement({
      ...input,
      accounts: ['https://GITHUB.com/Alice/', GITHUB],
      revoked: ['https://old.example', ALICE.thumbprint],
      seq: 9,
      days: 30,
      prev: statementDigest(prev),
      keys: [{ jwk: MALLORY.privateJwk, role: 'next' }],
    });
    expect(await held(text)).toMatchObject({
      accounts: [{ uri: GITHUB }],
      revoked: ['https://old.example/'],
      endsKey: true,
      seq: 9,
      iat: NOW_SECONDS,
      exp: NOW_SECONDS + 30 * 86_400,
      prev: statementDigest(prev),
      next: [MALLORY.thumbprint],
    });
    expect(text).not.toContain(MALLORY.privateJwk.d);
  });
});

describe('what cannot become a statement is not signed', () => {
  const key = ALICE.privateJwk;
  test.each([
    ['a public key', { key: ALICE.jwk }, /private key/],
    ['a private key of another public one', { key: { ...key, d: MALLORY.privateJwk.d } }, /fit|hold/],
    ['a sub that is no MIMI URI', { sub: 'alice@a.example' }, /MIMI URI/],
    ['a sub that is a device', { sub: 'mimi://a.example/d/alice' }, /neither a user/],
    [
      'a second subject',
      { key: { ...key, sub: 'mimi://a.example/u/bob' } },
      /speaks for mimi:\/\/a\.example\/u\/bob/,
    ],
    ['257 accounts', { accounts: Array.from({ length: 257 }, (_, n) => `https://s${n}.example/`) }, /256/],
    ['no day', { days: 0 }, /1 to 400/],
    ['401 days', { days: 401 }, /1 to 400/],
    ['half a day', { days: 0.5 }, /1 to 400/],
    ['seq zero', { seq: 0 }, /seq/],
    ['seq in the future', { seq: NOW_SECONDS + 1 }, /seq/],
    [
      'an account both named and revoked',
      { revoked: ['https://github.com/alice/'] },
      /both named and revoked/,
    ],
    ['a prev that is no digest', { prev: 'abc' }, /prev/],
    [
      'a next key that can sign no statement',
      { keys: [{ jwk: { kty: 'oct', k: 'AA' }, role: 'next' as const }] },
      /next key/,
    ],
  ])('%s', async (_, change, message) => {
    await expect(signStatement({ ...input, ...change })).rejects.toMatchObject({
      name: 'StatementInputError',
      message: expect.stringMatching(message),
    });
  });
});

describe('selective disclosure', () => {
  test('gives each place its own account and no other', async () => {
    const { full, bare, presentations } = await signSdStatement(input);
    const named = async (text: string) => (await held(text)).accounts.map((account) => account.uri);
    expect(await named(full)).toHaveLength(2);
    expect(await named(bare)).toEqual([]);
    expect(await named(presentations.get(GITHUB) ?? '')).toEqual([GITHUB]);
    expect(await named(presentations.get(DIARY) ?? '')).toEqual([DIARY]);
    expect((await held(bare)).hidden).toBe(2);
    expect(new Set([full, bare, ...presentations.values()].map(statementDigest)).size).toBe(1);
  });

  test('can be narrowed afterwards', async () => {
    const { full, bare, presentations } = await signSdStatement(input);
    expect(presentTo(full, [DIARY])).toBe(presentations.get(DIARY));
    expect(presentTo(full, [])).toBe(bare);
    expect(presentTo(bare, [DIARY])).toBe(bare);
    expect(() => presentTo('x', [])).toThrow('not a verified statement');
    const plain = await signStatement(input);
    expect(() => presentTo(plain, [])).toThrow('selective disclosure');
  });
});

test('a proof token is 22 characters over the key and the account', () => {
  expect(proofToken(ALICE.thumbprint, GITHUB)).toBe(
    `cross-signing:${digestOf(`${ALICE.thumbprint}\n${GITHUB}`).slice(0, 22)}`,
  );
});
