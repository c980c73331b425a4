import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { type ApiServerOptions, problem, problemIn } from './support/api-server.js';
import { heading, IN, isForm, look, start } from './support/operator.js';

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
