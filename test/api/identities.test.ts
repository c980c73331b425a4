import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/types.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type ApiServer, identityPath, problem, problemIn, startApi } from './support/api-server.js';

const PATH = identityPath(SUBJECT);
const DAY_MS = 86_400_000;
const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);

describe('the report of a subject', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApi({ people: (population) => honest(population, 'alice', { now: signedAt }) });
  });
  afterAll(() => api.close());

  it('is unknown before anybody asked for a verification', async () => {
    expect(problemIn(await api.ask(PATH))).toEqual(problem(404, 'unknown-identity'));
  });

  it('is made when an age is asked for, and is there from then on', async () => {
    const made = await api.ask(`${PATH}?max-age=60`);
    const kept = await api.ask(PATH);
    expect([made.status, (made.json as Report).verdict]).toEqual([200, 'consistent']);
    expect(kept.text).toBe(made.text);
  });

  it('is the same under every spelling of the subject', async () => {
    const kept = await api.ask(PATH);
    for (const spelling of [
      'MIMI://A.EXAMPLE/u/alice',
      'mimi://a.example./u/%61lice',
      'im:alice@a.example',
    ]) {
      const same = await api.ask(identityPath(spelling));
      expect([spelling, same.text]).toEqual([spelling, kept.text]);
    }
  });

  it('may be kept by caches for a short time, and is not sent again to who has it', async () => {
    const first = await api.ask(PATH);
    const tag = String(first.headers.etag);
    expect(first.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=30, stale-while-revalidate=60',
      vary: 'Authorization, Accept',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await api.ask(PATH, { headers: { 'if-none-match': known } });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', tag]);
    }
    expect((await api.ask(PATH, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('answers HEAD with the header of GET', async () => {
    const [get, head] = [await api.ask(PATH), await api.ask(PATH, { method: 'HEAD' })];
    expect([head.status, head.text, head.headers['content-length'], head.headers.etag]).toEqual([
      200,
      '',
      get.headers['content-length'],
      get.headers.etag,
    ]);
  });

  it('comes in the form that is liked best, or not at all', async () => {
    const type = async (accept: string) =>
      (await api.ask(PATH, { headers: { accept } })).headers['content-type'];
    expect([
      await type('application/jwt'),
      await type('application/jwt;q=0.5, application/json'),
      await type('application/json;q=0, application/*'),
      await type('*/*'),
      await type('text/html, */*;q=0.1'),
    ]).toEqual([
      'application/jwt',
      'application/json',
      'application/jwt',
      'application/json',
      'application/json',
    ]);
    expect(problemIn(await api.ask(PATH, { headers: { accept: 'text/html' } }))).toEqual(
      problem(406, 'not-acceptable'),
    );
  });

  it('is verified anew only when it is older than asked for', async () => {
    const before = (await api.ask(PATH)).json as Report;
    api.clock.advance(120_000);
    const young = (await api.ask(`${PATH}?max-age=120`)).json as Report;
    const anew = (await api.ask(`${PATH}?max-age=119`)).json as Report;
    expect(young.generatedAt).toBe(before.generatedAt);
    expect(anew.generatedAt).toBe(api.clock.now().toISOString());
  });

  it('tells caches to ask again where an age was asked for', async () => {
    const answer = await api.ask(`${PATH}?max-age=1000000000`);
    expect(answer.headers['cache-control']).toBe('public, no-cache');
  });

  it.each([
    'max-age=-1',
    'max-age=1e3',
    'max-age=01',
    'max-age=1000000001',
    'max-age=',
    'max-age',
    'max-age=1&max-age=1',
    'Max-Age=1',
    'maxage=1',
    '__proto__=1',
    'max-age=1&x=2',
  ])('refuses the query %s', async (query) => {
    expect(problemIn(await api.ask(`${PATH}?${query}`))).toEqual(problem(400, 'invalid-query'));
  });
});

describe('a report whose subject cannot be read', () => {
  it('is the last one, marked incomplete, and the first one is marked so too', async () => {
    const api = await startApi({ people: (population) => honest(population, 'alice', { now: signedAt }) });
    try {
      await api.ask(`${PATH}?max-age=0`);
      const good = (await api.ask(PATH)).json as Report;
      await api.deployment.world.internet.close();
      api.clock.advance(600_000);
      const incomplete = (await api.ask(`${PATH}?max-age=60`)).json as Report;
      expect([good.incomplete, incomplete]).toEqual([false, { ...good, incomplete: true }]);
      const never = await api.ask(`${identityPath('mimi://gone.example/u/bob')}?max-age=0`);
      expect([never.status, never.json]).toMatchObject([200, { subject: 'mimi://gone.example/u/bob' }]);
    } finally {
      await api.close();
    }
  });
});
