import { createHash, randomBytes } from 'node:crypto';
import { load } from 'cheerio';
import { afterEach, describe, expect, it } from 'vitest';
import { SESSION_MS } from '../../src/api/session.js';
import { SqlSessions } from '../../src/store/sql-sessions.js';
import {
  type ApiServer,
  type ApiServerOptions,
  type AskOptions,
  problem,
  problemIn,
  startApi,
} from './support/api-server.js';
import { cookieIn, HTML, sendForm, signIn } from './support/form.js';

const open: ApiServer[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function start(options: ApiServerOptions = {}): Promise<ApiServer> {
  const api = await startApi({ working: false, ...options });
  open.push(api);
  return api;
}

const look = (api: ApiServer, how: AskOptions = {}) =>
  api.ask('/admin', { ...how, headers: { ...HTML, ...how.headers } });
const withCookie = (api: ApiServer, cookie: string, headers: Record<string, string> = {}) =>
  look(api, { headers: { cookie, ...headers } });
async function revoke(api: ApiServer, token: string): Promise<void> {
  const record = await api.tokens.byHash(createHash('sha256').update(token).digest('hex'));
  await api.tokens.revoke(String(record?.id), api.clock.now().toISOString());
}
const heading = (text: string): string => load(text)('h2').first().text();
const isForm = (text: string): boolean => load(text)('form[action="/admin/session"]').length === 1;
const IN = 'Out of the ordinary';

describe('the operator’s view, to who has no right to it', () => {
  it('is a form to a browser and a problem to a program, and nobody keeps either', async () => {
    const api = await start();
    await api.addToken('operator');
    const [page, program] = [await look(api), await api.ask('/admin')];
    expect([page.status, isForm(page.text), heading(page.text)]).toEqual([401, true, '']);
    expect(
      [page, program].map(({ headers }) => [headers['cache-control'], headers['www-authenticate']]),
    ).toEqual([
      ['no-store', 'Bearer realm="crossproof"'],
      ['no-store', 'Bearer realm="crossproof"'],
    ]);
    expect(problemIn(program)).toEqual(problem(401, 'unauthorized'));
    expect(load(page.text)('meta[name=robots]').attr('content')).toBe('noindex');
  });

  it('answers HEAD as GET, without a body', async () => {
    const api = await start();
    const token = await api.addToken('operator');
    const heads = [await look(api, { method: 'HEAD' }), await look(api, { method: 'HEAD', token })];
    expect(heads.map(({ status, text }) => [status, text])).toEqual([
      [401, ''],
      [200, ''],
    ]);
  });

  it('says to a caller that his token is not enough', async () => {
    const api = await start();
    const token = await api.addToken('caller');
    const answer = await api.ask('/admin', { token });
    expect([problemIn(answer), answer.headers['www-authenticate']]).toEqual([
      problem(403, 'forbidden'),
      'Bearer realm="crossproof", error="insufficient_scope"',
    ]);
  });

  it('refuses a token that is none', async () => {
    const api = await start();
    await api.addToken('operator');
    expect((await look(api, { token: 'wrong' })).status).toBe(401);
    expect(problemIn(await api.ask('/admin', { token: 'wrong' }))).toEqual(problem(401, 'unauthorized'));
  });

  it('is open on its own machine where there are no tokens, and nowhere else', async () => {
    const api = await start();
    const answer = await look(api);
    expect([answer.status, heading(answer.text), load(answer.text)('form').length]).toEqual([200, IN, 0]);
    expect(problemIn(await api.ask('/admin', { headers: { 'x-forwarded-for': '192.0.2.1' } }))).toEqual(
      problem(403, 'tokens-required'),
    );
    expect((await look(api, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await look(api, { headers: { host: 'evil.example' } })).status).toBe(421);
    await api.addToken('caller');
    expect((await look(api)).status).toBe(401);
  });

  it('is not there where the server was not given it', async () => {
    const api = await start();
    const { admin: _without, ...deps } = api.deps;
    const bare = await start({ deps: { ...deps, admin: undefined } as ApiServerOptions['deps'] & object });
    expect((await bare.ask('/admin')).status).toBe(404);
  });
});

describe('signing in', () => {
  it('gives a cookie of 256 random bits for the view alone, and leads there', async () => {
    const api = await start();
    const token = await api.addToken('operator');
    const answer = await sendForm(api, '/admin/session', { token: ` ${token}\n` });
    expect([answer.status, answer.headers.location, answer.headers['cache-control']]).toEqual([
      ...[303, '/admin', 'no-store'],
    ]);
    expect(answer.headers['set-cookie']).toMatch(
      /^crossproof-operator=[\w-]{43}; Path=\/admin; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const page = await withCookie(api, String(cookieIn(answer)));
    expect([page.status, heading(page.text), page.headers['cache-control']]).toEqual([200, IN, 'no-store']);
    expect(load(page.text)('form[action="/admin/session/end"]').length).toBe(1);
  });

  it('keeps neither the token nor the secret', async () => {
    const api = await start();
    const token = await api.addToken('operator');
    const [, secret = ''] = (await signIn(api, token)).split('=');
    const [row = {}, ...more] = await api.deployment.database.rows('SELECT * FROM session');
    expect(more).toEqual([]);
    expect(row.hash).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it('gives each its own', async () => {
    const api = await start();
    const token = await api.addToken('operator');
    expect(await signIn(api, token)).not.toBe(await signIn(api, token));
  });

  it('goes over https alone where that is how the world comes', async () => {
    const publicUrl = 'https://id.example';
    const api = await start({ deps: { publicUrl } });
    const token = await api.addToken('operator');
    const answer = await sendForm(api, '/admin/session', { token });
    expect(answer.headers['set-cookie']).toMatch(
      /^__Secure-crossproof-operator=[\w-]{43}; Path=\/admin; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
    );
    const cookie = String(cookieIn(answer));
    expect((await withCookie(api, cookie)).status).toBe(200);
    expect((await withCookie(api, cookie.replace('__Secure-', ''))).status).toBe(401);
  });

  it.each([
    ['a token that was never given', 'cp_test_nobody', 401, 'This token does not hold.'],
    ['nothing', '', 401, 'This token does not hold.'],
    ['a text of any kind', '\u0000\ud800<b>', 401, 'This token does not hold.'],
  ])('says in one line that it does not hold: %s', async (_, token, status, line) => {
    const api = await start();
    await api.addToken('operator');
    const answer = await sendForm(api, '/admin/session', { token });
    expect([answer.status, answer.headers['cache-control'], answer.headers['set-cookie']]).toEqual([
      ...[status, 'no-store', undefined],
    ]);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="crossproof"');
    expect(load(answer.text)('[role=alert]').text()).toContain(line);
    expect(isForm(answer.text)).toBe(true);
  });

  it('tells a caller that his token is not enough, and one that has ended that it does not hold', async () => {
    const api = await start();
    const caller = await api.addToken('caller');
    const revoked = await api.addToken('operator');
    await revoke(api, revoked);
    const said = async (token: string) => {
      const { status, text } = await sendForm(api, '/admin/session', { token });
      return [status, load(text)('[role=alert]').text()];
    };
    expect([await said(caller), await said(revoked)]).toEqual([
      [403, 'This token is a caller’s. The operator’s view takes one of the role operator.'],
      [401, 'This token does not hold. It may be misspelt, revoked or past its end.'],
    ]);
    expect(await api.deployment.database.rows('SELECT hash FROM session')).toEqual([]);
  });

  it('takes one field and no more, as a form and not otherwise', async () => {
    const api = await start();
    const token = await api.addToken('operator');
    const post = (body: unknown, type = 'application/x-www-form-urlencoded') =>
      api.ask('/admin/session', { method: 'POST', body, headers: { 'content-type': type } });
    const answers = [
      await post(`token=${token}&token=${token}`),
      await post(`token=${token}&next=https://evil.example`),
      await post('secret=x'),
      await post(''),
      await post({ token }, 'application/json'),
    ];
    expect(answers.map(problemIn)).toEqual(answers.map(() => problem(400, 'invalid-body')));
    expect(problemIn(await post(`token=${'x'.repeat(2_000)}`))).toEqual(problem(413, 'body-too-large'));
    expect(problemIn(await post('x', 'text/plain'))).toEqual(problem(415, 'unsupported-media-type'));
    expect(problemIn(await api.ask('/admin/session'))).toEqual(problem(405, 'method-not-allowed'));
    expect(problemIn(await api.ask('/admin/session?x=1', { method: 'POST' }))).toEqual(
      problem(400, 'invalid-query'),
    );
  });

  it('is counted like what makes the server work', async () => {
    const api = await start({ rate: { perMinute: 60, burst: 2 } });
    const token = await api.addToken('operator');
    const tries = [];
    for (const text of ['wrong', 'worse', token])
      tries.push(await sendForm(api, '/admin/session', { token: text }));
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(tries[2]?.headers['retry-after']).toBe('1');
  });

  it('is for pages of this server alone', async () => {
    const api = await start({ deps: { publicUrl: 'https://id.example' } });
    const token = await api.addToken('operator');
    const host = 'id.example';
    const status = async (headers: Record<string, string>) =>
      (await sendForm(api, '/admin/session', { token }, { headers })).status;
    expect([
      await status({ host, origin: 'https://id.example', 'sec-fetch-site': 'same-origin' }),
      await status({ origin: api.url }),
      await status({ host, origin: 'http://id.example' }),
      await status({ host, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }),
      await status({ host, origin: 'https://other.id.example', 'sec-fetch-site': 'same-site' }),
      await status({ host, origin: 'null' }),
      await status({ host, origin: 'https://id.example', 'sec-fetch-site': 'cross-site' }),
    ]).toEqual([303, 303, 403, 403, 403, 403, 403]);
  });

  it('says where to go to who keeps it and comes by another address than the configured one', async () => {
    const api = await start({ deps: { publicUrl: 'https://id.example', boundToLoopback: false } });
    const token = await api.addToken('operator');
    const told = async (origin: string) => {
      const headers = { host: '10.0.0.5:8080', origin };
      const { text } = await sendForm(api, '/admin/session', { token }, { headers });
      return load(text)('main p').first().text();
    };
    expect([await told('http://10.0.0.5:8080'), await told('http://evil.example')]).toEqual([
      'CROSSPROOF_PUBLIC_URL says that this server is https://id.example: go there.',
      'A page of another site must not make a browser ask for this.',
    ]);
  });

  it('takes the name by which it is asked for its own where no other is known', async () => {
    const api = await start({ deps: { boundToLoopback: false } });
    const token = await api.addToken('operator');
    const status = async (origin: string) =>
      (await sendForm(api, '/admin/session', { token }, { headers: { host: 'id.lan:8080', origin } })).status;
    expect([
      await status('http://id.lan:8080'),
      await status('https://id.lan:8080'),
      await status('http://id.lan'),
      await status('http://evil.example'),
    ]).toEqual([303, 303, 403, 403]);
  });
});

describe('whoever is signed in', () => {
  it('is let in until twelve hours have passed', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    api.clock.advance(SESSION_MS - 1);
    expect((await withCookie(api, cookie)).status).toBe(200);
    api.clock.advance(1);
    const answer = await withCookie(api, cookie);
    expect([answer.status, isForm(answer.text)]).toEqual([401, true]);
  });

  it('is put out at once when his token is revoked', async () => {
    const api = await start();
    const [mine, other] = [await api.addToken('operator'), await api.addToken('operator')];
    const [cookie, otherCookie] = [await signIn(api, mine), await signIn(api, other)];
    await revoke(api, mine);
    expect([(await withCookie(api, cookie)).status, (await withCookie(api, otherCookie)).status]).toEqual([
      401, 200,
    ]);
  });

  it('is put out when his token expires', async () => {
    const api = await start();
    const token = `cp_test_${randomBytes(32).toString('base64url')}`;
    const hash = createHash('sha256').update(token).digest('hex');
    const times = { createdAt: api.clock.now().toISOString(), expiresAt: '2026-11-21T12:10:00.000Z' };
    await api.tokens.add({ id: 'short', name: 'short', role: 'operator', hash, ...times, revokedAt: null });
    // Without any token it would be open, being on loopback.
    await api.addToken('caller');
    const cookie = await signIn(api, token);
    api.clock.advance(599_999);
    expect((await withCookie(api, cookie)).status).toBe(200);
    api.clock.advance(1);
    expect((await withCookie(api, cookie)).status).toBe(401);
  });

  it('may have a token that the configuration names, as long as it names just that one', async () => {
    const token = 'the-operator';
    const configured = (text: string, role: 'operator' | 'caller' = 'operator') => ({
      ...{ id: 'config.ops', name: 'ops', role },
      hash: createHash('sha256').update(text).digest('hex'),
    });
    const tokens = [configured(token)];
    const api = await start({ deps: { configuredTokens: tokens } });
    const cookie = await signIn(api, token);
    const status = async () => (await withCookie(api, cookie)).status;
    const seen = [await status()];
    // As after a restart with another secret under the same name, another role, none, and the first again.
    for (const now of [configured('another'), configured(token, 'caller'), null, configured(token)]) {
      tokens.splice(0, 1, ...(now === null ? [] : [now]));
      if (now === null) await api.addToken('operator');
      seen.push(await status());
      if (now === null) tokens.unshift(configured('gone'));
    }
    expect(seen).toEqual([200, 401, 401, 401, 200]);
  });

  it('may look and send no form from another site', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await sendForm(api, '/admin/session/end', {}, { headers: foreign })).status).toBe(403);
    expect((await withCookie(api, cookie)).status).toBe(200);
  });

  it('gets nothing for it but the view: the API knows no cookies', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    const subject = encodeURIComponent('mimi://a.example/u/alice');
    const answer = await api.ask(`/v1/identities/${subject}`, { method: 'DELETE', headers: { cookie } });
    expect(answer.status).toBe(401);
  });

  it('is known to the log by the id of his token', async () => {
    const api = await start();
    const token = await api.addToken('operator');
    const cookie = await signIn(api, token);
    await withCookie(api, cookie);
    const [record] = await api.tokens.list();
    await expect.poll(() => api.ended.at(-1)?.tokenId).toBe(record?.id);
  });
});

describe('a cookie of somebody’s making', () => {
  const made = () => `crossproof-operator=${randomBytes(32).toString('base64url')}`;

  it('opens nothing', async () => {
    const [api, elsewhere] = [await start(), await start()];
    await api.addToken('operator');
    const foreign = await signIn(elsewhere, await elsewhere.addToken('operator'));
    const cookies = [made(), foreign, 'crossproof-operator=', 'crossproof-operator', `${made()}; ${made()}`];
    for (const cookie of [...cookies, `x=${'a'.repeat(8_000)}`, '=;=;;', "crossproof-operator=' OR 1=1 --"])
      expect([cookie, (await withCookie(api, cookie)).status]).toEqual([cookie, 401]);
  });

  it('costs one read, and one that cannot be ours none; it ends nobody’s session', async () => {
    const reads: string[] = [];
    const api = await start();
    await api.addToken('operator');
    const sessions = new SqlSessions(api.deployment.database);
    const counting = await start({
      deps: {
        tokens: { ...bound(api.tokens), byId: async () => fail(reads, 'token') },
        admin: {
          ...({ monitor: { overview: async () => fail(reads, 'overview') }, board: null } as const),
          sessions: {
            begin: (session) => sessions.begin(session),
            byHash: (hash, now) => {
              reads.push('session');
              return sessions.byHash(hash, now);
            },
            end: async () => fail(reads, 'end'),
            prune: async () => 0,
          },
        },
      },
    });
    expect((await withCookie(counting, made())).status).toBe(401);
    expect((await sendForm(counting, '/admin/session/end', {}, { headers: { cookie: made() } })).status).toBe(
      303,
    );
    expect((await withCookie(counting, 'crossproof-operator=short')).status).toBe(401);
    expect(reads).toEqual(['session', 'session']);
  });

  it('does not keep the one behind it from being found', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    expect((await withCookie(api, `a=b; crossproof-operator=x; ${cookie}`)).status).toBe(200);
  });
});

describe('signing out', () => {
  it('ends the session in the store and in the browser', async () => {
    const api = await start();
    const cookie = await signIn(api, await api.addToken('operator'));
    const answer = await sendForm(api, '/admin/session/end', {}, { headers: { cookie, origin: api.url } });
    expect([answer.status, answer.headers.location, answer.headers['set-cookie']]).toEqual([
      ...[303, '/admin', 'crossproof-operator=; Path=/admin; Max-Age=0; HttpOnly; SameSite=Strict'],
    ]);
    expect(await api.deployment.database.rows('SELECT hash FROM session')).toEqual([]);
    expect((await withCookie(api, cookie)).status).toBe(401);
  });

  it('says the same to who was not signed in', async () => {
    const api = await start();
    await api.addToken('operator');
    expect((await sendForm(api, '/admin/session/end')).status).toBe(303);
  });
});

const bound = (tokens: ApiServer['tokens']) => ({
  byHash: (hash: string) => tokens.byHash(hash),
  any: (now: string) => tokens.any(now),
});

function fail(reads: string[], what: string): never {
  reads.push(what);
  throw new Error(`${what} was asked for`);
}
