import { afterEach, describe, expect, it, vi } from 'vitest';
import { readEarlier } from '../../src/client/earlier-statement.js';
import { boundTo, KeyFileError, makeIdentityKey, readIdentityKey } from '../../src/client/identity-key.js';
import { proofToken, StatementError, signStatement } from '../../src/client/statement.js';
import {
  generateIdentityKey,
  signStatement as ownStatement,
  proofToken as ownToken,
  statementDigest,
  thumbprintUri,
  verifyStatement,
} from '../../src/verify/index.js';
import { IDENTITY_ALGORITHMS } from '../../src/verify/keys/private-key.js';
import { NOON } from '../support/frozen-clock.js';
import { accountsOf } from '../support/world.js';

const SUBJECT = 'mimi://a.example/u/alice';
const STATED = { subject: SUBJECT, accounts: accountsOf('alice'), now: Date.parse(NOON) };
const now = new Date(NOON);

describe('a statement signed in the browser', () => {
  afterEach(() => vi.restoreAllMocks());

  it('holds for a verifier, and says what it was asked to', async () => {
    const key = await makeIdentityKey();
    const verified = await verifyStatement(await signStatement(key, STATED), { now });
    if (!verified.ok) throw new Error(verified.message);
    const { sub, accounts, iat, exp, seq, key: signer } = verified.statement;
    expect([key.jwk.alg, sub, accounts.map(({ uri }) => uri), signer]).toEqual([
      'EdDSA',
      SUBJECT,
      STATED.accounts,
      key.thumbprint,
    ]);
    expect([iat, exp - iat, seq]).toEqual([STATED.now / 1000, 365 * 86_400, STATED.now / 1000]);
  });

  it('is to the byte what the command signs with the same key', async () => {
    const jwk = await generateIdentityKey('EdDSA');
    const key = await readIdentityKey(JSON.stringify(jwk));
    const own = await ownStatement({ key: jwk, sub: SUBJECT, accounts: STATED.accounts, now });
    expect(await signStatement(key, STATED)).toBe(own);
    expect(key.jwk).toEqual({ ...jwk, alg: 'EdDSA' });
  });

  it('is to the byte what the command signs after another one', async () => {
    const [jwk, next] = [await generateIdentityKey('EdDSA'), await generateIdentityKey('ES256')];
    const key = await readIdentityKey(JSON.stringify(jwk));
    const before = { key: jwk, sub: SUBJECT, keys: [{ jwk: next, role: 'next' as const }] };
    const first = await ownStatement({ ...before, accounts: STATED.accounts, now });
    const [gone = '', ...accounts] = STATED.accounts;
    const own = await ownStatement({
      ...{ ...before, accounts, revoked: [gone], prev: statementDigest(first) },
      now: new Date(now.getTime() + 1_000),
    });
    const earlier = await readEarlier(first);
    // In the same second: two of one `seq` would be an equivocation.
    expect(await signStatement(key, { ...STATED, accounts, revoked: [gone], earlier })).toBe(own);
  });

  it('is not signed where no reader would take it', async () => {
    const key = await makeIdentityKey();
    const accounts = Array.from({ length: 257 }, (_, i) => `https://a${i}.example/`);
    const earlier = { seq: STATED.now / 1000 + 60, digest: 'x', keys: [] };
    await expect(signStatement(key, { ...STATED, accounts })).rejects.toThrow(StatementError);
    await expect(signStatement(key, { ...STATED, revoked: accounts })).rejects.toThrow(StatementError);
    await expect(signStatement(key, { ...STATED, earlier })).rejects.toThrow(/Set the clock/);
  });

  it.each(IDENTITY_ALGORITHMS)('holds with a key of %s that the command made', async (alg) => {
    const key = await readIdentityKey(JSON.stringify(await generateIdentityKey(alg)));
    expect(await verifyStatement(await signStatement(key, STATED), { now })).toMatchObject({ ok: true });
  });

  it('holds where the browser has no Ed25519', async () => {
    const generate = crypto.subtle.generateKey.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'generateKey').mockImplementation(((...args: Parameters<typeof generate>) =>
      Object(args[0]).name === 'Ed25519'
        ? Promise.reject(new DOMException('no', 'NotSupportedError'))
        : generate(...args)) as typeof generate);
    const key = await makeIdentityKey();
    expect(key.jwk.alg).toBe('ES256');
    expect(await verifyStatement(await signStatement(key, STATED), { now })).toMatchObject({ ok: true });
  });

  it('publishes no private member', async () => {
    const key = await makeIdentityKey();
    const text = await signStatement(boundTo(key, SUBJECT), STATED);
    const [, claims = ''] = text.split('.');
    expect(Buffer.from(claims, 'base64url').toString()).not.toContain(key.jwk.d);
  });

  it('has the thumbprint and the tokens of everybody else', async () => {
    const key = await makeIdentityKey();
    const account = 'acct:alice@social.example';
    expect(key.thumbprint).toBe(thumbprintUri(key.jwk));
    expect(await proofToken(key.thumbprint, account)).toBe(ownToken(key.thumbprint, account));
  });
});

describe('a key file', () => {
  it('is refused in words where it holds no key that signs', async () => {
    const { d, ...half } = await generateIdentityKey('EdDSA');
    const other = await generateIdentityKey('EdDSA');
    const texts = ['', 'null', '{}', JSON.stringify(half), JSON.stringify({ ...half, crv: 'X25519', d })];
    const refusals = await Promise.all(
      [...texts, JSON.stringify({ ...half, d: other.d })].map((text) =>
        readIdentityKey(text).then(
          () => 'read',
          (error: unknown) => (error instanceof KeyFileError ? error.message : error),
        ),
      ),
    );
    expect(refusals).toEqual([
      'It is no JSON file.',
      'It is no key that signs statements.',
      'It is no key that signs statements.',
      'It has no private key in it.',
      'It is no key that signs statements.',
      'This browser cannot use it, or its two halves do not fit together.',
    ]);
  });

  it('remembers whom it speaks for, and speaks for nobody else', async () => {
    const key = boundTo(await makeIdentityKey(), SUBJECT);
    const again = await readIdentityKey(JSON.stringify(key.jwk));
    expect(again.jwk.sub).toBe(SUBJECT);
    expect(() => boundTo(again, 'mimi://a.example/u/bob')).toThrow(KeyFileError);
  });
});
