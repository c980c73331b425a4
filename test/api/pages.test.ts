import { load } from 'cheerio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_STYLES } from '../../src/pages/page-style.js';
import { MAX_ACCOUNTS, MAX_URI_CHARS } from '../../src/verify/limits.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import {
  type ApiServer,
  type ApiServerOptions,
  type AskOptions,
  identityPath,
  startApi,
} from './support/api-server.js';

const PATH = `/i/${encodeURIComponent(SUBJECT)}`;
const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const DAY_MS = 86_400_000;
const people: ApiServerOptions['people'] = (population) =>
  honest(population, 'alice', { now: new Date(Date.parse(NOON) - 30 * DAY_MS) });

const open: ApiServer[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function start(options: ApiServerOptions = {}): Promise<ApiServer> {
  const api = await startApi({ working: false, ...options });
  open.push(api);
  return api;
}

const post = (api: ApiServer, how: AskOptions = {}) =>
  api.ask(PATH, { method: 'POST', body: '', ...how, headers: { ...HTML, ...FORM, ...how.headers } });

describe('the page of a subject, as it is served', () => {
  let api: ApiServer;
  const page = (headers: Record<string, string> = {}) => api.ask(PATH, { headers: { ...HTML, ...headers } });
  beforeAll(async () => {
    api = await startApi({ people });
    await api.ask(`${identityPath(SUBJECT)}?max-age=0`);
  });
  afterAll(() => api.close());

  it('loads from its own server alone, runs nothing that stands in it, and stands in no frame', async () => {
    const { status, headers, text } = await page();
    expect([status, headers]).toMatchObject([
      200,
      {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; style-src ${PAGE_STYLES.profile.source}; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
      },
    ]);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(load(text)('script:not([src])').length).toBe(0);
  });

  it('has all that it loads, under names that may be kept for ever', async () => {
    const $ = load((await page()).text);
    const paths = $('script')
      .map((_, e) => $(e).attr('src'))
      .get();
    const answers = await Promise.all(paths.map((path) => api.ask(path)));
    expect(paths.length).toBeGreaterThan(1);
    for (const { status, headers } of answers)
      expect([status, headers['cache-control'], headers['content-type']]).toEqual([
        200,
        'public, max-age=31536000, immutable',
        'text/javascript; charset=utf-8',
      ]);
  });

  it('is below 100 kB with all that it loads', async () => {
    const { text } = await page();
    const $ = load(text);
    const paths = $('script')
      .map((_, e) => $(e).attr('src'))
      .get();
    const texts = await Promise.all(paths.map(async (path) => (await api.ask(path)).text));
    expect(Buffer.byteLength([text, ...texts].join(''))).toBeLessThan(100_000);
  });

  it('is not sent again to who has it, until it says something else', async () => {
    const first = await page();
    const tag = String(first.headers.etag);
    const again = await page({ 'if-none-match': tag });
    expect([tag, again.status, again.text]).toEqual([expect.stringMatching(/^W\/"/), 304, '']);
    // A browser takes the policy of the newest answer for what it has.
    expect(again.headers['content-security-policy']).toBe(first.headers['content-security-policy']);
    api.clock.advance(3_600_000);
    expect((await page({ 'if-none-match': tag })).status).toBe(200);
  });

  it('answers HEAD with the header of GET', async () => {
    const head = await api.ask(PATH, { method: 'HEAD', headers: HTML });
    expect([head.status, head.text, head.headers['content-type']]).toEqual([
      ...[200, '', 'text/html; charset=utf-8'],
    ]);
  });

  it('has one address', async () => {
    const other = await api.ask(`/i/${encodeURIComponent('im:alice@A.example')}`);
    expect([other.status, other.headers.location]).toEqual([303, PATH]);
  });

  it('shows to a token no more than to strangers', async () => {
    const token = await api.addToken('operator');
    const name = (text: string) => load(text)('.accounts h3').text();
    expect(name((await api.ask(PATH, { token })).text)).toBe(name((await page()).text));
  });

  it('carries the report as this server signed it', async () => {
    const $ = load((await page()).text);
    const [, payload = ''] = $('#signed').text().split('.');
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const report = (await api.ask(identityPath(SUBJECT))).json;
    expect(said).toMatchObject({ iss: api.url, sub: SUBJECT, report });
  });
});

describe('a page of nothing', () => {
  it('says that nobody has asked, starts nothing, and is told to programs as a problem', async () => {
    const api = await start();
    const [page, problem] = [await api.ask(PATH, { headers: HTML }), await api.ask(PATH)];
    const $ = load(page.text);
    expect([page.status, $('#verdict').text(), page.headers['cache-control']]).toEqual([
      ...[404, 'not verified', 'no-store'],
    ]);
    expect([problem.status, problem.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(await api.deps.jobs.idsOf(SUBJECT)).toEqual([]);
  });

  it.each([
    ['no subject', '/i/nobody', 400],
    ['markup', `/i/${encodeURIComponent('<script>alert(1)</script>')}`, 400],
    ['a path out of the folder', '/i/..%2F..%2Fetc%2Fpasswd', 400],
    ['an encoding that is none', '/i/%zz', 400],
    ['8 kB', `/i/${'a'.repeat(7_000)}`, 414],
    ['another place', '/elsewhere', 404],
  ])('is a page for browsers too: %s', async (_, path, status) => {
    const api = await start();
    const page = await api.ask(path, { headers: HTML });
    expect([page.status, page.headers['content-type'], page.headers['cache-control']]).toEqual([
      ...[status, 'text/html; charset=utf-8', 'no-store'],
    ]);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(load(page.text)('h1').length).toBe(1);
    expect(page.text).not.toContain('<script>alert');
  });

  it('is a problem in the API, whoever asks', async () => {
    const api = await start();
    const answer = await api.ask(identityPath('nobody'), { headers: { accept: 'text/html, */*;q=0.1' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
  });
});

describe('verifying from a page without scripts', () => {
  it('leads to a page that waits, and from there back to the subject', async () => {
    const api = await start({ people });
    const asked = await post(api);
    const waiting = String(asked.headers.location);
    expect([asked.status, waiting]).toEqual([303, expect.stringMatching(/\?verification=[0-9a-f]{32}$/)]);
    const page = await api.ask(waiting, { headers: HTML });
    const $ = load(page.text, { scriptingEnabled: false });
    expect([
      page.status,
      page.headers['cache-control'],
      $('noscript meta[http-equiv=refresh]').attr('content'),
    ]).toEqual([...[200, 'no-store', '2']]);
    api.deployment.work();
    await api.deployment.ended(waiting.slice(-32));
    const done = await api.ask(waiting, { headers: HTML });
    expect([done.status, done.headers.location]).toEqual([303, PATH]);
    expect(load((await api.ask(PATH, { headers: HTML })).text)('#verdict').text()).toBe('consistent');
  });

  it('waits for no verification of somebody else, nor for one that is none', async () => {
    const api = await start();
    const other = await api.ask('/v1/verifications', {
      method: 'POST',
      body: { subject: 'mimi://a.example/u/bob' },
    });
    for (const id of [(other.json as { id: string }).id, '0'.repeat(32)]) {
      const answer = await api.ask(`${PATH}?verification=${id}`, { headers: HTML });
      expect([answer.status, answer.headers.location]).toEqual([303, PATH]);
    }
    expect((await api.ask(`${PATH}?verification=x`, { headers: HTML })).status).toBe(400);
  });

  it('works for a page of this server alone, on its own machine', async () => {
    const api = await start();
    const status = async (headers: Record<string, string>) => (await post(api, { headers })).status;
    expect([
      await status({ origin: api.url, 'sec-fetch-site': 'same-origin' }),
      await status({
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
      }),
      await status({ origin: 'null' }),
      await status({ 'x-forwarded-for': '192.0.2.1' }),
      await status({ host: 'evil.example' }),
    ]).toEqual([303, 403, 403, 403, 421]);
  });

  it('needs a token where there are any, and the page says how to ask with one', async () => {
    const api = await start({ people });
    expect(load((await api.ask(PATH, { headers: HTML })).text)('form[data-verify]').length).toBe(1);
    const token = await api.addToken('caller');
    const refused = await post(api);
    expect([refused.status, refused.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect((await post(api, { token })).status).toBe(303);
    const $ = load((await api.ask(PATH, { headers: HTML })).text);
    expect([$('form[data-verify]').length, $('#verify-command').text()]).toEqual([
      0,
      expect.stringContaining('authorization: Bearer TOKEN'),
    ]);
  });

  it('is counted like every other request that makes the server work', async () => {
    const api = await start({ rate: { perMinute: 60, burst: 1 } });
    expect([(await post(api)).status, (await post(api)).status]).toEqual([303, 429]);
  });

  it('takes no more of a form than it could send', async () => {
    const api = await start();
    expect((await post(api, { body: `x=${'a'.repeat(2_000)}` })).status).toBe(413);
  });
});

describe('the first page, as it is served', () => {
  it('leads whoever pastes an identifier to the page of whom it names', async () => {
    const api = await start();
    const found = await api.ask('/?q=%20alice%40A.example%20', { headers: HTML });
    expect([found.status, found.headers.location]).toEqual([303, PATH]);
    const none = await api.ask(`/?q=${encodeURIComponent('https://github.com/alice')}`, { headers: HTML });
    expect([none.status, none.headers['cache-control'], load(none.text)('#q').attr('value')]).toEqual([
      ...[400, 'no-store', 'https://github.com/alice'],
    ]);
    expect((await api.ask('/?q=a&q=b', { headers: HTML })).status).toBe(400);
  });

  it.each(['/', '/publish'])('is the same for everybody, and may be kept for a while: %s', async (path) => {
    const api = await start();
    const page = await api.ask(path, { headers: HTML });
    expect([page.status, page.headers]).toMatchObject([
      200,
      { 'cache-control': 'public, max-age=300', 'content-type': 'text/html; charset=utf-8' },
    ]);
    const again = await api.ask(path, { headers: { 'if-none-match': String(page.headers.etag) } });
    expect([again.status, again.text]).toEqual([304, '']);
    // A browser takes the policy of the newest answer for what it has.
    expect(again.headers['content-security-policy']).toBe(page.headers['content-security-policy']);
  });

  it('says what somebody with these accounts puts where, and keeps none of it', async () => {
    const api = await start();
    const planOf = (body: object) => api.ask('/publish/plan', { method: 'POST', body });
    const accounts = ['https://github.com/alice', 'did:key:z6Mk'];
    const answer = await planOf({ subject: 'alice@a.example', accounts });
    const plan = answer.json as { places: { account: string }[]; unsupported: unknown[] };
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect([plan.places.map(({ account }) => account), plan.unsupported.length]).toEqual([
      ...[[SUBJECT, 'https://github.com/alice'], 1],
    ]);
    const wrong = [
      await planOf({ subject: 'nobody' }),
      await planOf({ subject: 'alice@a.example', accounts: Array(257).fill('https://github.com/alice') }),
      await planOf({ subject: 'alice@a.example', account: 'https://github.com/alice' }),
    ];
    expect(wrong.map(({ status, json }) => [status, (json as { code: string }).code])).toEqual([
      [400, 'invalid-subject'],
      [400, 'too-many-accounts'],
      [400, 'invalid-body'],
    ]);
  });

  it('counts who asks what to publish, whatever he sends: to recognise many accounts is work', async () => {
    const api = await start({ rate: { perMinute: 60, burst: 1 } });
    const asked = [
      await api.ask('/publish/plan', { method: 'POST', body: { subject: 'nobody' } }),
      await api.ask('/publish/plan', { method: 'POST', body: { subject: 'nobody' } }),
      await api.ask('/publish'),
    ];
    expect(asked.map(({ status }) => status)).toEqual([400, 429, 200]);
  });

  it('counts no form that a page of another site has a browser send to this machine', async () => {
    const api = await start({ rate: { perMinute: 60, burst: 1 } });
    const plan = (headers: Record<string, string>) =>
      api.ask('/publish/plan', { method: 'POST', body: { subject: SUBJECT }, headers });
    const asked = [
      await plan({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
      await plan({ 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }),
      await plan({ origin: 'null' }),
      await plan({ 'sec-fetch-site': 'same-origin', origin: api.url }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 200]);
  });

  it('plans as many accounts as a statement may name, each as long as one may be', async () => {
    const api = await start();
    const accounts = Array.from({ length: MAX_ACCOUNTS }, (_, n) => {
      const site = `https://${n}.example/`;
      return site + 'x'.repeat(MAX_URI_CHARS - site.length);
    });
    const answer = await api.ask('/publish/plan', { method: 'POST', body: { subject: SUBJECT, accounts } });
    const { places } = answer.json as { places: { account: string }[] };
    expect([answer.status, places.map(({ account }) => account)]).toEqual([200, [SUBJECT, ...accounts]]);
  });
});
