import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type Answer, type ApiServer, identityPath, startApi } from './support/api-server.js';

const HTML = { accept: 'text/html' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const profile = (subject: string): string => `/i/${encodeURIComponent(subject)}`;
const NOBODY = profile('mimi://a.example/u/nobody');

/** The one style in the bytes of a page, as a policy allows it. */
function sourceIn({ text }: Answer): string {
  const [style = '', ...more] = [...text.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(
    ([, css]) => css ?? '',
  );
  if (more.length > 0) throw new Error(`${more.length + 1} styles`);
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

const policyOf = ({ headers }: Answer): string => String(headers['content-security-policy']);
const allowedBy = (answer: Answer): string => /style-src ([^;]*);/.exec(policyOf(answer))?.[1] ?? '';

describe('the policy of a page', () => {
  let api: ApiServer;
  const page = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    api.ask(path, { headers: { ...HTML, ...headers } });
  beforeAll(async () => {
    api = await startApi({ people: (population) => honest(population, 'alice', { now: new Date(NOON) }) });
    await api.ask(`${identityPath(SUBJECT)}?max-age=0`);
  });
  afterAll(() => api.close());

  it.each([
    ['front', '/', 200],
    ['front-refused', '/?q=https%3A%2F%2Fgithub.com%2Falice', 400],
    ['publish', '/publish', 200],
    ['profile', profile(SUBJECT), 200],
    ['unknown', NOBODY, 404],
    ['no-subject', '/i/nobody', 400],
    ['not-found', '/elsewhere', 404],
    ['admin', '/admin', 200],
  ])('allows the style that stands in it, by its digest, and no other: %s', async (_, path, status) => {
    const answer = await page(path);
    expect([answer.status, allowedBy(answer)]).toEqual([status, sourceIn(answer)]);
    expect(policyOf(answer)).not.toContain('unsafe');
  });

  it('does so while somebody waits', async () => {
    const asked = await api.ask(NOBODY, { method: 'POST', body: '', headers: FORM });
    const answer = await page(String(asked.headers.location));
    expect([answer.status, allowedBy(answer)]).toEqual([200, sourceIn(answer)]);
  });

  it.each(['/', '/publish', profile(SUBJECT)])('is said again to who has the page: %s', async (path) => {
    const first = await page(path);
    const again = await page(path, { 'if-none-match': String(first.headers.etag) });
    expect([again.status, policyOf(again)]).toEqual([304, policyOf(first)]);
    const head = await api.ask(path, { method: 'HEAD', headers: HTML });
    expect([head.status, policyOf(head)]).toEqual([200, policyOf(first)]);
  });

  it('allows the style of the form by which an operator signs in', async () => {
    await api.addToken('operator');
    const answer = await page('/admin');
    expect([answer.status, allowedBy(answer)]).toEqual([401, sourceIn(answer)]);
  });

  it('leaves no style sheet to be asked for', async () => {
    const { status, headers } = await page('/assets/crossproof.css');
    expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  });
});
