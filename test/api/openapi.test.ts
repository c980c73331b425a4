import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../src/api/app.js';
import { createHealth } from '../../src/api/health.js';
import { MAX_BODY_BYTES } from '../../src/api/limits.js';
import { Metrics } from '../../src/api/metrics.js';
import { operations } from '../../src/api/openapi/operations.js';
import type { Operations } from '../../src/api/routes/operations.js';
import { clientScripts } from '../../src/pages/assets.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type ApiServer, type AskOptions, startApi } from './support/api-server.js';
import { checkDocumented, document, everythingOf, isDocumentedAs } from './support/documented.js';

const DAY_MS = 86_400_000;
const UNKNOWN = 'mimi://a.example/u/nobody';
const METRICS_TOKEN = 'the-scraper';
/** Comes of any operation alike, and is driven where it is made: connections, faults, a server that goes down. */
const ELSEWHERE = [
  '400 malformed-request',
  '408 timeout',
  '414 uri-too-long',
  '429 too-many-streams',
  '431 header-too-large',
  '500 internal',
  '500 verification-failed',
  '503 shutting-down',
  '503 unavailable',
];

let isReady = true;
const operationsOf = (metricsToken: string | null): Operations => ({
  health: createHealth({ store: async () => (isReady ? 'ok' : 'failed') }, frozenClock()),
  metrics: new Metrics('serve'),
  metricsToken,
  metricsOpen: true,
});
const isSubjectPath = (path: string): boolean => path.includes('{subject}');

describe('the description of the API', () => {
  /** Open to its own machine; its workers work. */
  let open: ApiServer;
  /** With tokens and a rate that allows nothing more; its workers stand still. */
  let strict: ApiServer;
  const seen = new Map<string, Set<string>>();

  beforeAll(async () => {
    const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);
    const people = (population: Parameters<typeof honest>[0]) =>
      honest(population, 'alice', { now: signedAt });
    [open, strict] = await Promise.all([
      startApi({ people, deps: { operations: operationsOf(null) } }),
      startApi({
        working: false,
        rate: { perMinute: 1, burst: 1 },
        limits: { waiting: 0 },
        deps: { operations: operationsOf(createHash('sha256').update(METRICS_TOKEN).digest('hex')) },
      }),
    ]);
  });
  afterAll(() => Promise.all([open.close(), strict.close()]));

  /** Sends a request, holds the answer against the document, and notes what it was. */
  async function drive(
    method: string,
    path: string,
    options: AskOptions & { readonly at?: string; readonly query?: string; readonly server?: ApiServer } = {},
  ): Promise<{ said: string; text: string }> {
    const { at = SUBJECT, query = '', server = open, ...how } = options;
    const url = path.replace(/\{\w+\}/, encodeURIComponent(at)) + query;
    const verb = method.toUpperCase() as AskOptions['method'];
    const answer = await server.ask(url, { ...how, ...(verb ? { method: verb } : {}) });
    const said = checkDocumented(method, path, answer);
    const key = `${method} ${path}`;
    seen.set(key, (seen.get(key) ?? new Set()).add(said));
    return { said, text: answer.text };
  }

  it('has every route of the server, and no other', async () => {
    const routes: string[] = [];
    const app = createApi(open.deps);
    app.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push(`${one} ${url.replace(/:(\w+)/g, '{$1}')}`);
    });
    await app.ready();
    await app.close();
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const gets = routes.filter((route) => route.startsWith('GET '));
    expect(routes.filter((route) => !route.startsWith('HEAD ')).sort()).toEqual(documented.sort());
    expect(routes.filter((route) => route.startsWith('HEAD ')).sort()).toEqual(
      gets.map((route) => route.replace('GET', 'HEAD')).sort(),
    );
  });

  it('is what the server shows of itself', async () => {
    const { said, text } = await drive('get', '/openapi.json');
    expect(said).toBe('200 application/json');
    expect(JSON.parse(text)).toEqual(document);
  });

  it('refers to nothing that is not in it, and names each operation once', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    const missing = references.filter(
      (path) => path.split('/').reduce<unknown>((at, name) => Object(at)[name], document) === undefined,
    );
    const ids = operations.map((operation) => operation.id);
    expect([missing, references.length > 50]).toEqual([[], true]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says what comes back of a verification and all that follows from it', async () => {
    const asked = await drive('post', '/v1/verifications', { body: { subject: SUBJECT } });
    const id = (JSON.parse(asked.text) as { id: string }).id;
    const job = '/v1/verifications/{id}';
    const events = await drive('get', job, { at: id, headers: { accept: 'text/event-stream' } });
    const blocks = events.text.split('\n\n').filter((block) => block.includes('data:'));
    const names = blocks.map((block) => {
      const name = /^event: (.*)$/m.exec(block)?.[1] ?? '';
      const data: unknown = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '');
      const schemas: Record<string, string> = { state: 'StateEvent', account: 'AccountEvent' };
      isDocumentedAs(schemas[name] ?? 'Job', data);
      return name;
    });
    expect(new Set(names)).toEqual(new Set(['state', 'account', 'completed']));
    const said = [
      asked,
      events,
      await drive('get', job, { at: id }),
      await drive('get', job, { at: id, headers: { accept: 'text/event-stream', 'last-event-id': 'end' } }),
    ].map((one) => one.said);
    expect(said).toEqual(['202 application/json', '200 text/event-stream', '200 application/json', '204']);
  });

  it('says what comes back of what is kept', async () => {
    const identity = '/v1/identities/{subject}';
    const known = { 'if-none-match': '*' };
    const said = [
      await drive('get', identity),
      await drive('get', identity, { headers: { accept: 'application/jwt' } }),
      await drive('get', identity, { headers: known }),
      await drive('get', identity, { server: strict, query: '?max-age=0', at: UNKNOWN }),
      await drive('get', `${identity}/history`),
      await drive('get', `${identity}/history`, { headers: known }),
      await drive('put', '/v1/schedules/{subject}', { body: { every: 'PT6H' } }),
      await drive('put', '/v1/schedules/{subject}', { body: { every: 'P1D' } }),
      await drive('get', '/v1/schedules/{subject}'),
      await drive('delete', '/v1/schedules/{subject}'),
      await drive('get', '/v1/schedules/{subject}'),
      await drive('delete', identity),
    ].map((one) => one.said);
    expect(said).toEqual([
      '200 application/json',
      '200 application/jwt',
      '304',
      '202 application/json',
      '200 application/json',
      '304',
      '201 application/json',
      '200 application/json',
      '200 application/json',
      '204',
      '404 unknown-schedule',
      '204',
    ]);
  });

  it('says what comes back of a badge', async () => {
    const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    for (const [path, type] of [
      ['/badge/{subject}.svg', 'image/svg+xml'],
      ['/badge/{subject}.json', 'application/json'],
    ] as const) {
      const said = [
        await drive('get', path),
        await drive('get', path, { headers: { 'if-none-match': '*' } }),
        await drive('get', path, { at: 'nobody' }),
        await drive('get', path, { query: '?x=1' }),
        await drive('get', path, { headers: crossSite }),
      ].map((one) => one.said);
      expect(said).toEqual([
        `200 ${type}`,
        '304',
        '400 invalid-subject',
        '400 invalid-query',
        '403 cross-site',
      ]);
    }
  });

  it('says what comes back of what people see', async () => {
    const profile = '/i/{subject}';
    const html = { accept: 'text/html' };
    const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
    const elsewhere = { server: strict, headers: { 'x-forwarded-for': '192.0.2.1' } };
    const said: string[] = [];
    const tell = async (method: string, path: string, how: Parameters<typeof drive>[2]) =>
      void said.push((await drive(method, path, how)).said);
    await tell('post', profile, {});
    await open.ask(`/v1/identities/${encodeURIComponent(SUBJECT)}?max-age=0`);
    for (const at of [SUBJECT, `${SUBJECT.replace('mimi', 'MIMI')}`]) await tell('get', profile, { at });
    await tell('get', profile, { headers: { 'if-none-match': '*' } });
    for (const headers of [html, {}]) {
      await tell('get', profile, { at: 'nobody', headers });
      await tell('get', profile, { at: UNKNOWN, headers });
      await tell('get', profile, { token: 'wrong', headers: { accept: 'application/json' } });
    }
    for (const method of ['get', 'post']) {
      await tell(method, profile, { query: '?x=1' });
      await tell(method, profile, { headers: foreign });
    }
    await tell('post', profile, { at: 'nobody' });
    await tell('post', profile, elsewhere);
    await tell('post', profile, { token: 'wrong' });
    await tell('post', profile, { token: 'wrong', headers: html });
    expect(said).toEqual([
      ...['303', '200 text/html', '303', '304'],
      ...['400 text/html', '404 text/html', '401 unauthorized'],
      ...['400 invalid-subject', '404 unknown-identity', '401 unauthorized'],
      ...['400 invalid-query', '403 cross-site', '400 invalid-query', '403 cross-site'],
      ...['400 invalid-subject', '403 tokens-required', '401 unauthorized', '401 text/html'],
    ]);
    const front = [
      ...[await drive('get', '/'), await drive('get', '/', { query: '?q=alice@a.example' })],
      await drive('get', '/', { query: '?q=alice' }),
    ];
    for (const path of ['/', '/publish']) {
      front.push(await drive('get', path));
      front.push(await drive('get', path, { headers: { 'if-none-match': '*' } }));
      front.push(await drive('get', path, { query: '?x=1' }));
      front.push(await drive('get', path, { token: 'wrong' }));
      front.push(await drive('get', path, { headers: foreign }));
    }
    const body = { subject: SUBJECT };
    for (const how of [
      ...[{}, { query: '?x=1' }, { token: 'wrong' }, { headers: foreign }],
      ...[{ body: { subject: 'nobody' } }, { body: { ...body, accounts: Array(257).fill('') } }],
    ])
      front.push(await drive('post', '/publish/plan', { body, ...how }));
    const refused = ['400 invalid-query', '401 unauthorized', '403 cross-site'];
    expect(front.map((one) => one.said)).toEqual([
      ...['200 text/html', '303', '400 text/html'],
      ...['200 text/html', '304', ...refused, '200 text/html', '304', ...refused],
      ...['200 application/json', ...refused, '400 invalid-subject', '400 too-many-accounts'],
    ]);
    const asset = '/assets/{file}';
    const [, , at = ''] = clientScripts().path('live').split('/');
    const found = [
      await drive('get', asset, { at }),
      await drive('get', asset, { at, query: '?x=1' }),
      await drive('get', asset, { at, headers: foreign }),
      await drive('get', asset, { at: '../package.json' }),
    ].map((one) => one.said);
    expect(found).toEqual([
      ...['200 text/javascript', '400 invalid-query', '403 cross-site', '404 not-found'],
    ]);
  });

  it('says what comes back of the operator’s view', async () => {
    const html = { accept: 'text/html' };
    const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const elsewhere = { server: strict, headers: { 'x-forwarded-for': '192.0.2.1' } };
    const view = [
      await drive('get', '/admin', {}),
      await drive('get', '/admin', { query: '?x=1' }),
      await drive('get', '/admin', { headers: foreign }),
      await drive('get', '/admin', elsewhere),
      await drive('get', '/admin', { token: 'wrong' }),
    ];
    const keeper = await startApi({ working: false });
    const [operator, caller] = [await keeper.addToken('operator'), await keeper.addToken('caller')];
    view.push(await drive('get', '/admin', { server: keeper, headers: html }));
    view.push(await drive('get', '/admin', { server: keeper, token: caller }));
    const session = async (path: string, how: Parameters<typeof drive>[2]) =>
      (await drive('post', path, { server: keeper, ...how })).said;
    const begun: string[] = [];
    for (const token of [operator, caller, 'wrong'])
      begun.push(await session('/admin/session', { body: `token=${token}`, headers: { ...form, ...html } }));
    for (const path of ['/admin/session', '/admin/session/end']) {
      begun.push(await session(path, { query: '?x=1', body: 'token=x', headers: form }));
      begun.push(await session(path, { headers: foreign }));
      begun.push(await session(path, { token: 'wrong' }));
      begun.push(await session(path, { body: 'x'.repeat(2_000), headers: form }));
      begun.push(await session(path, { body: 'x', headers: { 'content-type': 'text/plain' } }));
    }
    begun.push(await session('/admin/session/end', {}));
    await keeper.close();
    expect(view.map((one) => one.said)).toEqual([
      ...['200 text/html', '400 invalid-query', '403 cross-site', '403 tokens-required'],
      ...['401 unauthorized', '401 text/html', '403 forbidden'],
    ]);
    const refused = ['400 invalid-query', '403 cross-site', '401 unauthorized'];
    const body = ['413 body-too-large', '415 unsupported-media-type'];
    expect(begun).toEqual([
      '303',
      '403 text/html',
      '401 text/html',
      ...refused,
      ...body,
      ...refused,
      ...body,
      '303',
    ]);
  });

  it('says what comes back to those who keep the server', async () => {
    const known = { 'if-none-match': '*' };
    for (const path of ['/.well-known/jwks.json', '/openapi.json', '/embed/crossproof-badge.js']) {
      await drive('get', path);
      expect((await drive('get', path, { headers: known })).said).toBe('304');
    }
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await drive('get', path)).said).toMatch(/^200 /);
    }
    isReady = false;
    expect((await drive('get', '/readyz', { server: strict })).said).toBe('503 application/json');
    isReady = true;
    expect((await drive('get', '/metrics', { server: strict })).said).toBe('401 unauthorized');
    expect((await drive('get', '/metrics', { server: strict, token: METRICS_TOKEN })).said).toBe(
      '200 text/plain',
    );
  });

  it.each(operations.map(({ method, path }) => [method, path] as const))(
    'says what is refused to %s %s',
    async (method, path) => {
      const driven = async (options: Parameters<typeof drive>[2]) =>
        (await drive(method, path, options)).said;
      const at = isSubjectPath(path) ? UNKNOWN : randomBytes(16).toString('hex');
      const body =
        method === 'put' ? { every: 'PT6H' } : method === 'post' ? { subject: UNKNOWN } : undefined;
      const good = { at, ...(body === undefined ? {} : { body }) };
      expect(await driven({ ...good, headers: { host: 'evil.example' } })).toBe('421 misdirected');
      if (!path.startsWith('/v1/')) return;
      expect(await driven({ ...good, token: 'wrong' })).toBe('401 unauthorized');
      expect(await driven({ ...good, query: '?x=1' })).toBe('400 invalid-query');
      expect(
        await driven({ ...good, headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' } }),
      ).toBe('403 cross-site');
      if (isSubjectPath(path)) expect(await driven({ ...good, at: 'nobody' })).toBe('400 invalid-subject');
      await driven(good);
      await driven({ ...good, headers: { accept: 'image/png' } });
      await driven({ ...good, query: '?max-age=0', headers: { 'x-forwarded-for': '192.0.2.1' } });
      await driven({ ...good, headers: { 'x-forwarded-for': '192.0.2.1' } });
    },
  );

  it('says what is refused of a body', async () => {
    const long = JSON.stringify({ every: ' '.repeat(MAX_BODY_BYTES) });
    const verifications = '/v1/verifications';
    for (const { method, path } of operations.filter((one) => one.problems.includes('invalid-body'))) {
      const said = [
        await drive(method, path, { body: '{' }),
        await drive(method, path, { body: long }),
        await drive(method, path, { body: 'x', headers: { 'content-type': 'text/plain' } }),
      ].map((one) => one.said);
      expect(said).toEqual(['400 invalid-body', '413 body-too-large', '415 unsupported-media-type']);
    }
    const accounts = Array.from({ length: 257 }, (_, index) => `https://a.example/${index}`);
    const said = [
      await drive('post', verifications, { body: { subject: SUBJECT, accounts } }),
      await drive('post', verifications, { body: { subject: SUBJECT, accounts: ['no account'] } }),
      await drive('post', verifications, { body: { subject: 'nobody' } }),
      await drive('put', '/v1/schedules/{subject}', { body: { every: 'PT1M' } }),
    ].map((one) => one.said);
    expect(said).toEqual([
      '400 too-many-accounts',
      '400 invalid-account',
      '400 invalid-subject',
      '400 invalid-schedule',
    ]);
  });

  it('says what is refused to a token, and to who asks too often', async () => {
    const token = await strict.addToken('caller');
    const how = { server: strict, token, at: UNKNOWN };
    expect((await drive('delete', '/v1/identities/{subject}', how)).said).toBe('403 forbidden');
    const operator = await strict.addToken('operator');
    for (const { method, path, problems } of operations) {
      if (!problems.includes('rate-limited')) continue;
      const body =
        method === 'put' ? { every: 'PT6H' } : method === 'post' ? { subject: UNKNOWN } : undefined;
      const asked = {
        ...how,
        token: operator,
        query: path === '/v1/identities/{subject}' && method === 'get' ? '?max-age=0' : '',
      };
      for (let i = 0; i < 2; i += 1) await drive(method, path, { ...asked, ...(body ? { body } : {}) });
    }
  });

  it('says nothing that never comes back', () => {
    const missing = operations.flatMap(({ method, path }) => {
      const documented = document.paths[path]?.[method];
      const came = seen.get(`${method} ${path}`);
      const never = documented ? everythingOf(documented).filter((one) => !came?.has(one)) : [];
      return never.filter((one) => !ELSEWHERE.includes(one)).map((one) => `${method} ${path}: ${one}`);
    });
    expect(missing).toEqual([]);
  });
});
