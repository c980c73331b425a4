import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jwksSchema, reportSchema } from '../../src/api/schemas.js';
import { StoreError } from '../../src/store/store-error.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type ApiServer, identityPath, startApi } from './support/api-server.js';

const DAY_MS = 86_400_000;
const KEYS = '/.well-known/jwks.json';
/** Milliseconds for the key set: five seconds are less than a machine may be stopped for. */
const PATIENT = { timeoutDuration: 60_000 };

describe('what the server shows of itself', () => {
  let api: ApiServer;
  beforeAll(async () => {
    const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);
    api = await startApi({
      people: (population) => honest(population, 'alice', { now: signedAt }),
      deps: { publicUrl: 'https://id.example' },
    });
  });
  afterAll(() => api.close());

  it('is enough to verify a report that somebody else was given', async () => {
    await api.ask(`${identityPath(SUBJECT)}?max-age=60`);
    const jws = await api.ask(identityPath(SUBJECT), { headers: { accept: 'application/jwt' } });
    const plain = await api.ask(identityPath(SUBJECT));
    const { payload } = await jwtVerify(jws.text, createRemoteJWKSet(new URL(api.url + KEYS), PATIENT), {
      issuer: 'https://id.example',
      subject: SUBJECT,
      typ: 'crossproof-report+jwt',
      currentDate: api.clock.now(),
    });
    expect(payload.report).toEqual(plain.json);
    expect(reportSchema.parse(payload.report)).toEqual(plain.json);
  });

  it('has the keys for everybody, pages of other sites too, and for a few minutes', async () => {
    const answer = await api.ask(KEYS);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/jwk-set+json',
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
    expect(jwksSchema.parse(answer.json).keys).toHaveLength(1);
    const again = await api.ask(KEYS, { headers: { 'if-none-match': String(answer.headers.etag) } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('has the badge that checks its reports, with its own number of days, for pages of other sites', async () => {
    const path = '/embed/crossproof-badge.js';
    const answer = await api.ask(path);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.text).toContain(`const MAX_AGE_DAYS = ${api.deps.badgeMaxAgeSeconds / 86_400};`);
    const again = await api.ask(path, { headers: { 'if-none-match': String(answer.headers.etag) } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('never has the private half of a key', async () => {
    const [key] = jwksSchema.parse((await api.ask(KEYS)).json).keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('is unavailable, and not wrong, while the store is away', async () => {
    const error = new StoreError('busy', 'store x: locked');
    const gone = () => Promise.reject(error);
    const away = await startApi({ deps: { signer: { sign: gone, jwks: gone } } });
    try {
      const answer = await away.ask(KEYS);
      expect([answer.status, answer.headers['retry-after'], (answer.json as { code: string }).code]).toEqual([
        503,
        '5',
        'unavailable',
      ]);
    } finally {
      await away.close();
    }
  });

  it('has a description for pages of other sites', async () => {
    const answer = await api.ask('/openapi.json');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
    });
    expect(answer.json).toMatchObject({ openapi: '3.1.0', info: { title: 'crossproof' } });
  });

  it('does not verify what another server signed in its name', async () => {
    const other = await startApi({ deps: { publicUrl: 'https://other.example' } });
    try {
      const clock = frozenClock();
      const about = { subject: SUBJECT, issuer: 'https://id.example' };
      const forged = await other.deps.signer.sign({}, about);
      const keySet = createRemoteJWKSet(new URL(api.url + KEYS), PATIENT);
      const verifying = jwtVerify(forged, keySet, { currentDate: clock.now() });
      await expect(verifying).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    } finally {
      await other.close();
    }
  });
});
