import { createHash } from 'node:crypto';
import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { problem, problemIn } from './support/api-server.js';
import { cookieIn, sendForm, signIn } from './support/form.js';
import { heading, IN, isForm, revoke, start, withCookie } from './support/operator.js';

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
