import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BADGE_STYLES } from '../../src/badge/index.js';
import { inspectDocument } from '../../src/verify/inspect/inspect-document.js';
import { parseTrustedKeys } from '../../src/verify/keys/trusted-keys.js';
import { xmlFaults } from '../badge/support/well-formed.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type ApiServer, identityPath, problem, problemIn, startApi } from './support/api-server.js';
import { askRaw, toldBy } from './support/raw.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);
const UNKNOWN = 'mimi://a.example/u/nobody';
const badgePath = (subject: string, rest = '.svg'): string => `/badge/${encodeURIComponent(subject)}${rest}`;
const dataOf = (svg: string) => load(svg, { xml: true })('svg').data();

describe('the badge of a subject', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApi({ people: (population) => honest(population, 'alice', { now: signedAt }) });
    await api.ask(`${identityPath(SUBJECT)}?max-age=60`);
  });
  afterAll(() => api.close());

  async function claimsIn(svg: string) {
    const keys = parseTrustedKeys((await api.ask('/.well-known/jwks.json')).text);
    const trustedKeys = keys.ok ? keys.value : [];
    return (await inspectDocument(svg, { now: api.clock.now(), trustedKeys })).claims;
  }

  it('is a picture that anybody can check: it carries what strangers are told, signed', async () => {
    const { status, headers, text } = await api.ask(badgePath(SUBJECT));
    expect([
      status,
      headers['content-type'],
      xmlFaults(text.replace(/<metadata>.*<\/metadata>/, '')),
    ]).toEqual([200, 'image/svg+xml', []]);
    expect(dataOf(text)).toMatchObject({ subject: SUBJECT, standing: 'consistent' });
    expect(await claimsIn(text)).toMatchObject([
      {
        container: 'crossproof-report',
        status: 'verified',
        reason: 'A key that you trust signed it, and it is in force. It shows what was signed.',
        issuer: api.url,
        subject: SUBJECT,
      },
    ]);
    const jws = /type="application\/jwt">([^<]*)</.exec(text)?.[1] ?? '';
    const payload = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
    expect(payload.report).toEqual((await api.ask(identityPath(SUBJECT))).json);
  });

  it('comes in every style and theme, and under every spelling of the subject', async () => {
    for (const style of BADGE_STYLES) {
      const { status, text } = await api.ask(badgePath(SUBJECT, `.svg?style=${style}&theme=dark`));
      expect([style, status, (await claimsIn(text))[0]?.status]).toEqual([style, 200, 'verified']);
    }
    const spelled = await api.ask(badgePath('MIMI://A.EXAMPLE./u/%61lice'));
    expect(dataOf(spelled.text).subject).toBe(SUBJECT);
    expect((await api.ask('/badge/im:alice@a.example.svg')).text).toContain(`data-subject="${SUBJECT}"`);
  });

  it('tells browsers and caches how to treat it', async () => {
    const { headers } = await api.ask(badgePath(SUBJECT), { headers: { origin: 'https://alice.example' } });
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=30, stale-while-revalidate=60',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
  });

  it.each(['.svg', '.svg?style=card', '.json'])('is not sent again to who has it (%s)', async (rest) => {
    const path = badgePath(SUBJECT, rest);
    const tag = String((await api.ask(path)).headers.etag);
    for (const known of [tag, tag.replace('W/', ''), '*']) {
      const again = await api.ask(path, { headers: { 'if-none-match': known } });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', tag]);
    }
    expect((await api.ask(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    const [get, head] = [await api.ask(path), await api.ask(path, { method: 'HEAD' })];
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      200,
      '',
      get.headers['content-length'],
    ]);
  });

  it('is in the schema of shields.io', async () => {
    const { headers, json } = await api.ask(badgePath(SUBJECT, '.json'));
    expect(headers['content-type']).toBe('application/json');
    expect(json).toMatchObject({ schemaVersion: 1, label: SUBJECT, isError: false });
  });

  it('is the same for everybody, and asks for no token', async () => {
    const token = await api.addToken('operator');
    const mine = await api.ask(badgePath(SUBJECT, '.json'), { token });
    expect(mine.text).toBe((await api.ask(badgePath(SUBJECT, '.json'))).text);
    expect((await api.ask(badgePath(SUBJECT), { token: 'wrong' })).status).toBe(200);
  });

  it('of whom nobody has asked for says so, and starts nothing', async () => {
    const { status, text } = await api.ask(badgePath(UNKNOWN));
    expect([status, dataOf(text), await claimsIn(text)]).toEqual([
      200,
      { subject: UNKNOWN, standing: 'unknown' },
      [],
    ]);
    expect((await api.ask(badgePath(UNKNOWN, '.json'))).json).toMatchObject({
      message: '– not verified',
      isError: true,
    });
    expect(problemIn(await api.ask(identityPath(UNKNOWN)))).toEqual(problem(404, 'unknown-identity'));
  });

  it.each([
    ['an unknown style', '.svg?style=neon'],
    ['an unknown theme', '.svg?theme=red'],
    ['two styles', '.svg?style=flat&style=card'],
    ['an unknown parameter', '.svg?label=verified'],
    ['any parameter where there is none', '.json?style=flat'],
  ])('refuses %s', async (_, rest) => {
    expect(problemIn(await api.ask(badgePath(SUBJECT, rest)))).toEqual(problem(400, 'invalid-query'));
  });

  it.each([
    ['a path upwards', '..%2F..%2F..%2Fetc%2Fpasswd'],
    ['one in a subject', `${encodeURIComponent(SUBJECT)}%2F..%2F..%2Fbob`],
    ['a path encoded twice', '..%252F..%252Fetc%252Fpasswd'],
    ['markup', '%3Cscript%3Ealert(1)%3C%2Fscript%3E'],
    ['nothing', ''],
    ['a NUL', `${encodeURIComponent(SUBJECT)}%00`],
    ['another suffix before ours', `${encodeURIComponent(SUBJECT)}%2F.svg`],
    ['too much', `mimi%3A%2F%2Fa.example%2Fu%2F${'a'.repeat(4_000)}`],
  ])('is of nobody for a name with %s', async (_, name) => {
    for (const suffix of ['.svg', '.json'])
      expect(problemIn(await api.ask(`/badge/${name}${suffix}`))).toEqual(problem(400, 'invalid-subject'));
  });

  it.each([
    '/badge/',
    badgePath(SUBJECT, ''),
    badgePath(SUBJECT, '.png'),
    badgePath(SUBJECT, '.SVG'),
    badgePath(SUBJECT, '.svg/x'),
    `/badge/https://a.example/u/alice.svg`,
    badgePath(`${SUBJECT}\n`),
  ])('is nowhere else: %s', async (path) => {
    expect(problemIn(await api.ask(path))).toEqual(problem(404, 'not-found'));
  });

  it('is nowhere above its folder, whatever the path is that was sent', async () => {
    for (const path of ['/badge/../../etc/passwd.svg', '/badge/..%2f..%2fx.svg', '/badge/./.svg']) {
      const answer = await askRaw(
        api.port,
        `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
      );
      expect([400, 404]).toContain(toldBy(answer).status);
    }
  });

  it('tells pages of other sites nothing on a server of one’s own', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect(problemIn(await api.ask(badgePath(SUBJECT), { headers }))).toEqual(problem(403, 'cross-site'));
  });

  // The clock goes on: what follows is another day.
  it('is signed anew before its signature ends, although it shows the same', async () => {
    const tag = String((await api.ask(badgePath(SUBJECT))).headers.etag);
    api.clock.advance(12 * HOUR_MS);
    const { status, text } = await api.ask(badgePath(SUBJECT), { headers: { 'if-none-match': tag } });
    expect([status, (await claimsIn(text))[0]?.expiresAt]).toEqual([200, '2026-11-23T00:00:00.000Z']);
  });

  it('is no tick any more when it is a week old', async () => {
    api.clock.set(new Date(Date.parse(NOON) + 7 * DAY_MS));
    const { text } = await api.ask(badgePath(SUBJECT));
    expect(dataOf(text)).toMatchObject({ standing: 'outdated', verdict: 'consistent', generatedAt: NOON });
    expect((await api.ask(badgePath(SUBJECT, '.json'))).json).toMatchObject({
      message: '◷ outdated · consistent on 21 Nov 2026',
      isError: true,
    });
  });

  it('is gone with everything else when the subject is forgotten', async () => {
    const token = await api.addToken('operator');
    expect((await api.ask(identityPath(SUBJECT), { method: 'DELETE', token })).status).toBe(204);
    expect(dataOf((await api.ask(badgePath(SUBJECT))).text)).toEqual({
      subject: SUBJECT,
      standing: 'unknown',
    });
  });
});
