import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  jwtVerify,
} from 'jose';
import { describe, expect, it } from 'vitest';
import { jwksSchema } from '../../src/api/schemas.js';
import {
  createSigner,
  KEY_LEAD_MS,
  KEY_LIFE_MS,
  KEY_SHOWN_AFTER_MS,
  KEY_SHOWN_FIRST_MS,
  KEYS_CACHED_MS,
  REPORT_VALID_SECONDS,
} from '../../src/api/signing.js';
import type { SigningKeyRecord, SigningKeyStore } from '../../src/store/token-types.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';

const ABOUT = { subject: 'mimi://a.example/u/alice', issuer: 'https://id.example' };
const REPORT = { subject: ABOUT.subject, verdict: 'consistent' };

/** Keys as the store has them, and how often they were asked for. */
function shelf(): SigningKeyStore & { records: SigningKeyRecord[]; lists: number } {
  const store = {
    records: [] as SigningKeyRecord[],
    lists: 0,
    list: async () => {
      store.lists += 1;
      return [...store.records];
    },
    add: async (key: SigningKeyRecord) => void store.records.push(key),
    prune: async (before: string) => {
      store.records = store.records.filter((key) => key.shownUntil >= before);
    },
  };
  return store;
}

function world() {
  const clock = frozenClock();
  const keys = shelf();
  const signer = createSigner({ keys, clock });
  const jwks = async (): Promise<JSONWebKeySet> => jwksSchema.parse(await signer.jwks());
  return {
    clock,
    keys,
    signer,
    jwks,
    sign: () => signer.sign(REPORT, ABOUT),
    verify: async (jws: string) =>
      await jwtVerify(jws, createLocalJWKSet(await jwks()), {
        issuer: ABOUT.issuer,
        subject: ABOUT.subject,
        typ: 'crossproof-report+jwt',
        currentDate: clock.now(),
      }),
  };
}

describe('a signed report', () => {
  it('names this server, the subject and the time it holds', async () => {
    const { sign, verify, keys } = world();
    const { payload, protectedHeader } = await verify(await sign());
    const iat = Date.parse(NOON) / 1000;
    expect(protectedHeader).toEqual({
      alg: 'EdDSA',
      typ: 'crossproof-report+jwt',
      kid: keys.records[0]?.kid,
    });
    expect(payload).toEqual({
      iss: 'https://id.example',
      sub: ABOUT.subject,
      iat,
      exp: iat + REPORT_VALID_SECONDS,
      report: REPORT,
    });
    expect(REPORT_VALID_SECONDS).toBeLessThanOrEqual(24 * 3600);
  });

  it('is verified by whoever has the address of the key set', async () => {
    const { sign, jwks, clock } = world();
    const jws = await sign();
    const server = createServer(async (_request, response) => response.end(JSON.stringify(await jwks())));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const address = new URL(`http://127.0.0.1:${port}/.well-known/jwks.json`);
      // Its own five seconds are less than a machine may be stopped for.
      const keySet = createRemoteJWKSet(address, { timeoutDuration: 60_000 });
      const { payload } = await jwtVerify(jws, keySet, { currentDate: clock.now() });
      expect(payload.report).toEqual(REPORT);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('shows nobody the private key', async () => {
    const { sign, keys, signer } = world();
    const jws = await sign();
    const secret = String(keys.records[0]?.jwk.d);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await signer.jwks()) + jws).not.toContain(secret);
  });

  it('ends with its day', async () => {
    const { sign, verify, clock } = world();
    const jws = await sign();
    clock.advance(REPORT_VALID_SECONDS * 1000 - 1);
    await expect(verify(jws)).resolves.toBeDefined();
    clock.advance(1);
    await expect(verify(jws)).rejects.toThrow(/exp/);
  });
});

describe('the keys that sign', () => {
  const kidOf = (jws: string) => decodeProtectedHeader(jws).kid;

  it('are made when the first report is signed, and one for all who ask at once', async () => {
    const { sign, keys, jwks } = world();
    expect(await jwks()).toEqual({ keys: [] });
    const signed = await Promise.all([sign(), sign(), sign()]);
    expect(new Set(signed.map(kidOf))).toEqual(new Set([keys.records[0]?.kid]));
    expect(keys.records).toHaveLength(1);
  });

  it('change before their month is over; the next one is shown for half a day before it signs', async () => {
    const { sign, jwks, clock, keys } = world();
    const first = kidOf(await sign());
    clock.advance(KEY_LIFE_MS - KEY_LEAD_MS - 1);
    expect(kidOf(await sign())).toBe(first);
    expect(keys.records).toHaveLength(1);
    clock.advance(1);
    expect(kidOf(await sign())).toBe(first);
    const second = keys.records[1]?.kid;
    expect((await jwks()).keys.map((key) => key.kid)).toEqual([first, second]);
    clock.advance(KEY_SHOWN_FIRST_MS - 1);
    expect(kidOf(await sign())).toBe(first);
    clock.advance(1);
    expect(kidOf(await sign())).toBe(second);
  });

  it('are shown until nothing they signed is valid, and then dropped', async () => {
    const { sign, verify, jwks, clock, keys } = world();
    const first = kidOf(await sign());
    clock.advance(KEY_LIFE_MS - 1);
    const last = await sign();
    expect(kidOf(last)).toBe(first);
    clock.advance(REPORT_VALID_SECONDS * 1000 - 1000);
    await expect(verify(last)).resolves.toBeDefined();
    clock.advance(1001 + KEY_SHOWN_AFTER_MS);
    expect((await jwks()).keys.map((key) => key.kid)).not.toContain(first);
    clock.advance(KEY_LIFE_MS);
    await sign();
    expect(keys.records.map((key) => key.kid)).not.toContain(first);
  });

  it('of two processes that begin at once are both good', async () => {
    const one = world();
    const two = createSigner({ keys: one.keys, clock: one.clock });
    const signed = await Promise.all([one.sign(), two.sign(REPORT, ABOUT)]);
    one.clock.advance(KEYS_CACHED_MS);
    for (const jws of signed) await expect(one.verify(jws)).resolves.toBeDefined();
    const [a, b] = [kidOf(await one.sign()), kidOf(await two.sign(REPORT, ABOUT))];
    expect(a).toBe(b);
  });

  it('are read once in a while only', async () => {
    const { sign, clock, keys } = world();
    await sign();
    const before = keys.lists;
    for (let i = 0; i < 10; i += 1) await sign();
    expect(keys.lists).toBe(before);
    clock.advance(KEYS_CACHED_MS);
    await sign();
    expect(keys.lists).toBe(before + 1);
  });

  it('go on to their end where no new one can be kept', async () => {
    const { sign, keys, clock } = world();
    const first = kidOf(await sign());
    keys.add = () => Promise.reject(new Error('full'));
    clock.advance(KEY_LIFE_MS - 1);
    expect(kidOf(await sign())).toBe(first);
    clock.advance(1);
    await expect(sign()).rejects.toThrow('full');
  });

  it('are asked for again after the store was away', async () => {
    const { sign, keys } = world();
    const list = keys.list;
    keys.list = () => Promise.reject(new Error('away'));
    await expect(sign()).rejects.toThrow('away');
    keys.list = list;
    await expect(sign()).resolves.toMatch(/^ey/);
  });
});
