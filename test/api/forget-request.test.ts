import { CompactSign, importJWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createForgetRequests,
  FORGET_WINDOW_SECONDS,
  type ForgetContext,
  ForgetInputError,
  type ForgetRefusal,
  lastConsistentKeyOf,
  signForgetRequest,
  verifyForgetRequest,
} from '../../src/api/forget-request.js';
import type { Memory } from '../../src/report/memory.js';
import { memoryStore } from '../../src/store/memory-store.js';
import {
  generateIdentityKey,
  IDENTITY_ALGORITHMS,
  type PrivateJwk,
  signStatement,
} from '../../src/verify/index.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';

const SUBJECT = 'mimi://a.example/u/alice';
const AUDIENCE = 'https://id.example';
const NOW = new Date(NOON);

let key: PrivateJwk;
let other: PrivateJwk;
beforeAll(async () => {
  [key, other] = await Promise.all([generateIdentityKey('EdDSA'), generateIdentityKey('EdDSA')]);
});

const thumbprint = (jwk: PrivateJwk): string => jwk.kid ?? '';
const sign = (by = key, now = NOW): Promise<string> =>
  signForgetRequest(by, { subject: SUBJECT, audience: AUDIENCE, now });
const verify = (jws: string, changes: Partial<ForgetContext> = {}) =>
  verifyForgetRequest(jws, {
    subject: SUBJECT,
    audience: AUDIENCE,
    lastConsistentKey: thumbprint(key),
    now: NOW,
    ...changes,
  });

const partsOf = (jws: string): { header: Record<string, unknown>; payload: Record<string, unknown> } => {
  const [header, payload] = jws.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  return { header: JSON.parse(header ?? ''), payload: JSON.parse(payload ?? '') };
};

/** The request with other members, signed again by the same key. */
async function changed(header: object, payload: object): Promise<string> {
  const good = partsOf(await sign());
  return new CompactSign(Buffer.from(JSON.stringify({ ...good.payload, ...payload })))
    .setProtectedHeader({ alg: 'EdDSA', ...good.header, ...header })
    .sign(await importJWK({ ...key }, 'EdDSA'));
}

type Case = readonly [
  when: string,
  refusal: ForgetRefusal,
  make: () => Promise<string>,
  context: Partial<ForgetContext>,
];
const WRONG: readonly Case[] = [
  ['another key signed it', 'not-the-key', () => sign(other), {}],
  ['no key was ever consistent', 'not-the-key', () => sign(), { lastConsistentKey: null }],
  ['it is for another subject', 'subject', () => sign(), { subject: 'mimi://a.example/u/bob' }],
  ['it is for another server', 'audience', () => sign(), { audience: 'https://other.example' }],
  ['several servers are named', 'audience', () => changed({}, { aud: [AUDIENCE] }), {}],
  [
    'it is too old',
    'stale',
    () => sign(key, new Date(NOW.getTime() - (FORGET_WINDOW_SECONDS + 1) * 1000)),
    {},
  ],
  [
    'it is from the future',
    'stale',
    () => sign(key, new Date(NOW.getTime() + (FORGET_WINDOW_SECONDS + 1) * 1000)),
    {},
  ],
  ['its time is no number', 'stale', () => changed({}, { iat: String(NOW.getTime() / 1000) }), {}],
  ['its time is missing', 'stale', () => changed({}, { iat: undefined }), {}],
  ['it is a statement', 'malformed', () => changed({ typ: 'cross-signing+jwt' }, {}), {}],
  ['it has no type', 'malformed', () => changed({ typ: undefined }, {}), {}],
  ['it has extensions', 'malformed', () => changed({ b64: true }, {}), {}],
  ['its issuer is another key', 'key', () => changed({}, { iss: thumbprint(other) }), {}],
  ['its key id is another key', 'key', () => changed({ kid: thumbprint(other) }, {}), {}],
  ['it carries the private key', 'key', () => changed({}, { cnf: { jwk: key } }), {}],
  ['it carries no key', 'key', () => changed({}, { cnf: {} }), {}],
  ['it is an opaque token', 'malformed', async () => 'cp_a_b', {}],
  ['it is nothing', 'malformed', async () => '', {}],
];

describe('a request to be forgotten', () => {
  it.each(IDENTITY_ALGORITHMS)('holds when the key last consistent signed it with %s', async (algorithm) => {
    const own = await generateIdentityKey(algorithm);
    expect(await verify(await sign(own), { lastConsistentKey: thumbprint(own) })).toEqual({ ok: true });
  });

  it('says in its header and claims what it is, for whom and since when', async () => {
    const { header, payload } = partsOf(await sign());
    expect(header).toEqual({ typ: 'crossproof-forget+jwt', alg: 'EdDSA', kid: thumbprint(key) });
    expect(payload).toEqual({
      iss: thumbprint(key),
      sub: SUBJECT,
      aud: AUDIENCE,
      iat: NOW.getTime() / 1000,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x: key.x } },
    });
  });

  it.each(WRONG)('is none when %s', async (_, refusal, make, context) => {
    expect(await verify(await make(), context)).toEqual({ ok: false, refusal });
  });

  it('is none when its signature is of something else', async () => {
    const [header, payload] = (await sign()).split('.');
    const [, , signature] = (await sign()).split('.');
    expect(await verify(`${header}.${payload}.${signature}`)).toEqual({ ok: false, refusal: 'signature' });
  });

  it('is none when another key signed under the name of the right one', async () => {
    const { header, payload } = partsOf(await sign());
    const forged = await new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'EdDSA', ...header })
      .sign(await importJWK({ ...other }, 'EdDSA'));
    expect(await verify(forged)).toEqual({ ok: false, refusal: 'signature' });
  });

  it.each([
    ['a private half of another key', () => ({ ...key, d: other.d }), SUBJECT],
    ['no private half', () => ({ ...key, d: undefined }), SUBJECT],
    ['a key that speaks for somebody else', () => ({ ...key, sub: 'mimi://a.example/u/bob' }), SUBJECT],
    ['something else than a user', () => key, 'mimi://a.example/d/alice/phone'],
    ['no key at all', () => 'key', SUBJECT],
  ])('is not signed with %s', async (_, make, subject) => {
    const signing = signForgetRequest(make(), { subject, audience: AUDIENCE, now: NOW });
    await expect(signing).rejects.toThrow(ForgetInputError);
  });
});

describe('the key that may ask', () => {
  const memoryOf = (...history: Memory['history']): Memory => ({ history });
  const at = (day: number): string => `2026-11-${day}T12:00:00.000Z`;
  const statement = (revoked: readonly string[]) =>
    signStatement({ key, sub: SUBJECT, accounts: [], revoked, now: NOW });

  it('is the one that was consistent last', async () => {
    const memory = memoryOf(
      { key: thumbprint(other), firstSeen: at(10), lastSeen: at(11) },
      { key: thumbprint(key), firstSeen: at(11), lastSeen: at(20), statements: [await statement([])] },
    );
    expect(await lastConsistentKeyOf(memory, NOW)).toBe(thumbprint(key));
  });

  it('is none of a subject that nobody knows', async () => {
    expect(await lastConsistentKeyOf(null, NOW)).toBeNull();
  });

  it('is none when that key was ended, not even the one before', async () => {
    const ended = await statement([thumbprint(key)]);
    const memory = memoryOf(
      { key: thumbprint(key), firstSeen: at(11), lastSeen: at(20), statements: ['broken', ended] },
      { key: thumbprint(other), firstSeen: at(10), lastSeen: at(11) },
    );
    expect(await lastConsistentKeyOf(memory, NOW)).toBeNull();
  });

  it('is looked up in the store, where it is gone once the subject was forgotten', async () => {
    const store = memoryStore();
    const requests = createForgetRequests({ store, clock: frozenClock() });
    const jws = await sign();
    const ask = () => requests.verify(jws, { subject: SUBJECT, audience: AUDIENCE });
    expect(await ask()).toBe(false);
    await store.begin({ id: 'a', subject: SUBJECT, startedAt: NOON, given: [] });
    await store.finish('a', {
      finishedAt: NOON,
      evidence: { subject: SUBJECT, now: NOON, observations: [] },
      report: {},
      memory: memoryOf({ key: thumbprint(key), firstSeen: NOON, lastSeen: NOON }),
      expectedRevision: 0,
    });
    expect(await ask()).toBe(true);
    await store.forget(SUBJECT);
    expect(await ask()).toBe(false);
  });
});
