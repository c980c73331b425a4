import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signForgetRequest } from '../../src/api/forget-request.js';
import { localRateLimiter } from '../../src/api/rate-limit.js';
import type { Report } from '../../src/report/types.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import {
  type Answer,
  type ApiServer,
  type ApiServerOptions,
  type AskOptions,
  identityPath,
  problem,
  problemIn,
  startApi,
} from './support/api-server.js';

const PATH = identityPath(SUBJECT);
const SCHEDULE = `/v1/schedules/${encodeURIComponent(SUBJECT)}`;
const WRONG = `cp_x_${'A'.repeat(43)}`;
const VERIFY: AskOptions = { method: 'POST', body: { subject: SUBJECT } };

/** Each way to make the server work. */
const WORK: readonly (readonly [name: string, path: string, options: AskOptions])[] = [
  ['a fresh report', `${PATH}?max-age=0`, {}],
  ['a verification', '/v1/verifications', VERIFY],
  ['a schedule', SCHEDULE, { method: 'PUT', body: { every: 'PT6H' } }],
  ['the end of a schedule', SCHEDULE, { method: 'DELETE' }],
  ['a look at a schedule', SCHEDULE, {}],
  ['forgetting', PATH, { method: 'DELETE' }],
];

const open: ApiServer[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

/** A server whose jobs nobody does. */
async function start(options: ApiServerOptions = {}): Promise<ApiServer> {
  const api = await startApi({ working: false, limits: { waitMs: 1 }, ...options });
  open.push(api);
  return api;
}

const codeOf = (answer: Answer): string | number =>
  answer.status < 400 ? answer.status : (JSON.parse(answer.text) as { code: string }).code;

describe('a server without tokens', () => {
  it('works for its own machine while it is bound to loopback', async () => {
    const api = await start();
    const answers: (string | number)[] = [];
    for (const [, path, options] of WORK) answers.push(codeOf(await api.ask(path, options)));
    expect(answers).toEqual([202, 202, 201, 204, 'unknown-schedule', 204]);
  });

  it.each(WORK)('does not work for others: %s', async (_, path, options) => {
    const api = await start({ deps: { boundToLoopback: false } });
    const fresh = path.replace('max-age=0', 'max-age=300');
    expect(problemIn(await api.ask(fresh, options))).toEqual(problem(403, 'tokens-required'));
  });

  it.each(['x-forwarded-for', 'forwarded', 'via'])(
    'does not work through a proxy that sends %s',
    async (name) => {
      const api = await start();
      const answer = await api.ask('/v1/verifications', { ...VERIFY, headers: { [name]: '192.0.2.1' } });
      expect(problemIn(answer)).toEqual(problem(403, 'tokens-required'));
    },
  );

  it('answers under no name but those of its own machine and its public one', async () => {
    const api = await start({ deps: { publicUrl: 'https://id.example' } });
    const under = async (host: string, how: AskOptions = {}) =>
      codeOf(await api.ask(how.method ? '/v1/verifications' : PATH, { ...how, headers: { host } }));
    const local = ['localhost', 'localhost:9000', `127.0.0.1:${api.port}`, '[::1]:80', 'LOCALHOST'];
    for (const host of [...local, 'id.example'])
      expect([host, await under(host)]).toEqual([host, 'unknown-identity']);
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example:80',
      '192.0.2.1',
      '',
      'localhost@x',
    ])
      expect([host, await under(host)]).toEqual([host, 'misdirected']);
    expect([await under('localhost', VERIFY), await under('id.example', VERIFY)]).toEqual([
      202,
      'tokens-required',
    ]);
  });

  it('leaves what takes an operator to who has a token where a proxy is expected: some cannot be told from this machine', async () => {
    const codes = async (publicUrl: string | null) => {
      const api = await start({ deps: { publicUrl } });
      const forgetting = await api.ask(PATH, { method: 'DELETE' });
      return [codeOf(forgetting), codeOf(await api.ask('/admin'))];
    };
    expect([
      await codes(null),
      await codes('http://localhost:8080'),
      await codes('https://id.example'),
    ]).toEqual([
      [204, 200],
      [204, 200],
      ['tokens-required', 'tokens-required'],
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of another port', { 'sec-fetch-site': 'same-site' }],
    ['with a foreign origin', { origin: 'https://evil.example' }],
    ['with no origin of its own', { origin: 'null' }],
  ])('does no work for a page %s', async (_, headers) => {
    const api = await start();
    for (const [, path, options] of WORK)
      expect(problemIn(await api.ask(path, { ...options, headers }))).toEqual(problem(403, 'cross-site'));
  });

  it('works for a page of its own', async () => {
    const api = await start();
    const headers = { origin: api.url, 'sec-fetch-site': 'same-origin' };
    expect((await api.ask('/v1/verifications', { ...VERIFY, headers })).status).toBe(202);
  });

  it('does not tell pages of other sites whom somebody at this machine has looked up', async () => {
    const api = await start();
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'cors',
      origin: 'https://evil.example',
    };
    expect(problemIn(await api.ask(PATH, { headers }))).toEqual(problem(403, 'cross-site'));
  });
});

describe('a server with tokens', () => {
  it.each(WORK)('does nothing without one: %s', async (_, path, options) => {
    const api = await start();
    await api.addToken('caller');
    const without = await api.ask(path, options);
    const wrong = await api.ask(path, { ...options, token: WRONG });
    expect([problemIn(without), without.headers['www-authenticate']]).toEqual([
      ...[problem(401, 'unauthorized'), 'Bearer realm="crossproof"'],
    ]);
    expect([problemIn(wrong), wrong.headers['www-authenticate']]).toEqual([
      ...[problem(401, 'unauthorized'), 'Bearer realm="crossproof", error="invalid_token"'],
    ]);
  });

  it('lets a caller do everything but forget, and an operator everything', async () => {
    const api = await start();
    const [caller, operator] = [await api.addToken('caller'), await api.addToken('operator')];
    const codes = async (token: string) => {
      const all: (string | number)[] = [];
      for (const [, path, options] of WORK) all.push(codeOf(await api.ask(path, { ...options, token })));
      return all;
    };
    expect(await codes(caller)).toEqual([202, 202, 201, 204, 'unknown-schedule', 'forbidden']);
    expect(await codes(operator)).toEqual([202, 202, 201, 204, 'unknown-schedule', 204]);
  });

  it.each([
    ['no token', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['two words', `Bearer ${WRONG} x`],
    ['another scheme', `Basic ${WRONG}`],
    ['no scheme', WRONG],
    ['a signature', 'Bearer a.b.c'],
    ['padding alone', 'Bearer ='],
    ['other characters', 'Bearer é'],
    ['8 kB', `Bearer ${'A'.repeat(8_000)}`],
  ])('refuses %s even where no token is needed', async (_, authorization) => {
    const api = await start();
    expect(problemIn(await api.ask(PATH, { headers: { authorization } }))).toEqual(
      problem(401, 'unauthorized'),
    );
  });

  it('knows tokens of its configuration, and none that was revoked or has expired', async () => {
    const token = 'a-token-of-the-configuration';
    const hash = createHash('sha256').update(token).digest('hex');
    const api = await start({
      deps: { configuredTokens: [{ id: 'config.one', name: 'one', role: 'caller', hash }] },
    });
    const stored = await api.addToken('caller');
    const status = async (text: string) =>
      (await api.ask('/v1/verifications', { ...VERIFY, token: text })).status;
    expect([await status(token), await status(stored), await status(hash)]).toEqual([202, 202, 401]);
    const record = (await api.tokens.byHash(createHash('sha256').update(stored).digest('hex'))) ?? {
      id: '',
    };
    expect(await api.tokens.revoke(record.id, NOON)).toBe(true);
    expect([await status(token), await status(stored)]).toEqual([202, 401]);
  });
});

describe('who is shown what', () => {
  let api: ApiServer;
  let key: object;
  const now = new Date(Date.parse(NOON) - 30 * 86_400_000);
  const hidden = 'https://github.com/not-hers';
  beforeAll(async () => {
    api = await startApi({
      people: async (population) => {
        const accounts = ['https://alice.example/', 'https://github.com/alice', hidden];
        const alice = await honest(population, 'alice', { now, accounts });
        population.show(hidden, {});
        key = alice.key;
      },
    });
    await api.ask(`${PATH}?max-age=0`);
  });
  afterAll(() => api.close());

  it('names to a caller with a token what strangers are not told of, and lets nobody keep it', async () => {
    const caller = await api.addToken('caller');
    const [stranger, known] = [await api.ask(PATH), await api.ask(PATH, { token: caller })];
    expect([stranger.text.includes('not-hers'), known.text.includes('not-hers')]).toEqual([false, true]);
    expect((stranger.json as { unconfirmed: number }).unconfirmed).toBe(1);
    expect(known.headers).toMatchObject({
      'cache-control': 'private, no-store',
      vary: 'Authorization, Accept',
    });
  });

  it('forgets a subject whose own key asks for it, and this server alone', async () => {
    const request = (audience: string) =>
      signForgetRequest(key, { subject: SUBJECT, audience, now: api.clock.now() });
    const forget = async (jws: string) => codeOf(await api.ask(PATH, { method: 'DELETE', token: jws }));
    expect(await forget(await request('https://other.example'))).toBe('unauthorized');
    expect((await api.ask(PATH)).status).toBe(200);
    expect(codeOf(await api.ask(PATH, { token: await request(api.url) }))).toBe('unauthorized');
    expect(await forget(await request(api.url))).toBe(204);
    expect(codeOf(await api.ask(PATH))).toBe('unknown-identity');
  });
});

describe('requests that make the server work', () => {
  it('are counted, and refused when there are too many', async () => {
    const api = await start({ rate: { perMinute: 60, burst: 3 } });
    const answers: Answer[] = [];
    for (let count = 0; count < 4; count += 1) answers.push(await api.ask('/v1/verifications', VERIFY));
    expect(answers.map(codeOf)).toEqual([202, 202, 202, 'rate-limited']);
    expect(answers.map(({ headers }) => headers.ratelimit)).toEqual([
      ...['"default";r=2', '"default";r=1', '"default";r=0', '"default";r=0;t=1'],
    ]);
    expect(answers[3]?.headers).toMatchObject({
      'retry-after': '1',
      'ratelimit-policy': '"default";q=3;w=3',
    });
    expect((await api.ask(PATH)).status).toBe(404);
    api.clock.advance(1_000);
    expect(codeOf(await api.ask('/v1/verifications', VERIFY))).toBe(202);
  });

  it('are counted by token, and otherwise by address', async () => {
    const keys: string[] = [];
    const inner = localRateLimiter({ perMinute: 60, burst: 60, clock: frozenClock() });
    const limiter = {
      take: (key: string) => {
        keys.push(key);
        return inner.take(key);
      },
    };
    const api = await start({ deps: { limiter, boundToLoopback: false, trustProxy: ['127.0.0.1'] } });
    const token = await api.addToken('operator');
    const forget = `x.${'y'.repeat(8)}.z`;
    for (const address of [
      '192.0.2.7',
      '::ffff:192.0.2.7',
      '2001:db8:1:2:3:4:5:6',
      '2001:db8:1:2::1',
      '2001:db8:1:3::1',
    ])
      await api.ask(PATH, { method: 'DELETE', token: forget, headers: { 'x-forwarded-for': address } });
    await api.ask(PATH, { method: 'DELETE', token, headers: { 'x-forwarded-for': '192.0.2.7' } });
    expect(keys).toEqual([
      ...['address:192.0.2.7', 'address:192.0.2.7'],
      ...['address:20010db800010002', 'address:20010db800010002', 'address:20010db800010003'],
      expect.stringMatching(/^token:[0-9a-f]{16}$/),
    ]);
  });

  it('have no report of seconds ago without a token and from elsewhere', async () => {
    const now = new Date(Date.parse(NOON) - 30 * 86_400_000);
    const api = await startApi({ people: (population) => honest(population, 'alice', { now }) });
    open.push(api);
    const report = (await api.ask(`${PATH}?max-age=0`)).json as Report;
    const elsewhere = { 'x-forwarded-for': '192.0.2.1' };
    api.clock.advance(299_000);
    expect((await api.ask(`${PATH}?max-age=1`, { headers: elsewhere })).json).toEqual(report);
    api.clock.advance(2_000);
    expect(codeOf(await api.ask(`${PATH}?max-age=1`, { headers: elsewhere }))).toBe('tokens-required');
  });
});
