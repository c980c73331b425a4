import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSignedReport } from '../../src/client/signed-report.js';
import { NOON } from '../support/frozen-clock.js';

const SUBJECT = 'mimi://a.example/u/alice';
const SERVER = 'https://verify.example';
const NOW = Date.parse(NOON);
const IAT = NOW / 1000;
const REPORT = {
  subject: SUBJECT,
  verdict: 'consistent',
  generatedAt: NOON,
  statementExpiresAt: null,
  incomplete: false,
  independentOperators: 4,
  accounts: [{ account: SUBJECT, state: 'consistent' }],
};
const CLAIMS = { iss: SERVER, sub: SUBJECT, iat: IAT, exp: IAT + 86_400, report: REPORT };
const HEADER = { alg: 'EdDSA', typ: 'crossproof-report+jwt', kid: 'one' };
const EXPECTED = { subject: SUBJECT, server: SERVER, now: NOW };

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

async function keySet(kid: string, { publicKey }: Pair) {
  return { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] };
}

function sign(pair: Pair, claims: object, header: object = HEADER): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ ...HEADER, ...header })
    .sign(pair.privateKey);
}

describe('a signed report', () => {
  let server: Pair;
  let other: Pair;
  let jwks: object;

  beforeAll(async () => {
    server = await generateKeyPair('EdDSA');
    other = await generateKeyPair('EdDSA');
    jwks = await keySet('one', server);
  });

  const refusalOf = async (jws: string, expected = EXPECTED, keys: unknown = jwks) => {
    const read = await readSignedReport(jws, keys, expected);
    return 'refusal' in read ? read.refusal : read;
  };

  it('is read when everything is as expected', async () => {
    const read = await readSignedReport(await sign(server, CLAIMS), jwks, EXPECTED);
    expect(read).toEqual({ report: REPORT, expiresAt: NOW + 86_400_000 });
  });

  it('is refused where its signature or any part of it was changed', async () => {
    const [head, , end] = (await sign(server, CLAIMS)).split('.');
    const forged = Buffer.from(JSON.stringify({ ...CLAIMS, report: { ...REPORT, verdict: 'weak' } }));
    const said = [
      await refusalOf(`${head}.${forged.toString('base64url')}.${end}`),
      await refusalOf(await sign(other, CLAIMS)),
      await refusalOf(`${(await sign(server, CLAIMS)).slice(0, -86)}${'A'.repeat(86)}`),
    ];
    expect(said).toEqual(['signature', 'signature', 'signature']);
  });

  it('is refused where the server has no such key', async () => {
    const jws = await sign(server, CLAIMS);
    const sets: unknown[] = [
      await keySet('two', server),
      { keys: [] },
      {},
      null,
      { keys: [{ kid: 'one', x: 'AA' }] },
    ];
    const said = await Promise.all(sets.map((keys) => refusalOf(jws, EXPECTED, keys)));
    expect(said).toEqual(sets.map(() => 'key'));
  });

  it.each([
    ['of another server', { ...CLAIMS, iss: 'https://other.example' }, 'issuer'],
    ['for another subject', { ...CLAIMS, sub: 'mimi://a.example/u/bob' }, 'subject'],
    [
      'with the report of another',
      { ...CLAIMS, report: { ...REPORT, subject: 'mimi://a.example/u/bob' } },
      'subject',
    ],
    ['past its end', { ...CLAIMS, iat: IAT - 86_400, exp: IAT }, 'expired'],
    ['from the future', { ...CLAIMS, iat: IAT + 301 }, 'future'],
    [
      'made in the future',
      { ...CLAIMS, report: { ...REPORT, generatedAt: '2026-11-21T12:06:00Z' } },
      'future',
    ],
    ['without times', { ...CLAIMS, exp: undefined }, 'malformed'],
    ['with an unknown verdict', { ...CLAIMS, report: { ...REPORT, verdict: '✔ trust me' } }, 'malformed'],
    ['whose date is none', { ...CLAIMS, report: { ...REPORT, generatedAt: 'soon' } }, 'malformed'],
    ['without accounts', { ...CLAIMS, report: { ...REPORT, accounts: [null] } }, 'malformed'],
    ['without a report', { ...CLAIMS, report: null }, 'malformed'],
  ])('is refused %s', async (_title, claims, refusal) => {
    expect(await refusalOf(await sign(server, claims))).toBe(refusal);
  });

  it('is refused where it is something else', async () => {
    const jws = await sign(server, CLAIMS);
    const [, body, end] = jws.split('.');
    const head = (header: object) =>
      Buffer.from(JSON.stringify({ ...HEADER, ...header })).toString('base64url');
    const texts = [
      '',
      'a.b.c',
      `${jws}.${end}`,
      `${head({ alg: 'none' })}.${body}.`,
      `${head({ crit: ['b64'] })}.${body}.${end}`,
      await sign(server, CLAIMS, { typ: 'JWT' }),
    ];
    expect(await Promise.all(texts.map((text) => refusalOf(text)))).toEqual(texts.map(() => 'malformed'));
  });
});
