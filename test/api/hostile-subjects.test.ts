import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BADGE_STYLES } from '../../src/badge/index.js';
import { xmlFaults } from '../badge/support/well-formed.js';
import { activeParts, read } from '../pages/support/pages.js';
import {
  type Answer,
  type ApiServer,
  identityPath,
  problem,
  problemIn,
  startApi,
} from './support/api-server.js';
import { HOSTILE_NAMES, REFUSED } from './support/hostile-names.js';
import { HARMLESS, harmless, inPath, keepReportsOf, uriOf } from './support/hostile-reports.js';
import { shapeOf, skeletonOfPage, skeletonOfPicture } from './support/skeleton.js';

const HTML = { accept: 'text/html' };
/** Nothing that hides, that reorders what is around it, or that a terminal obeys. */
const UNSEEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066\u2067\uFEFF\uFFFE]/;

let api: ApiServer;
/** What the drawings of harmless pages are made of: how many parts they have depends on how long a name is. */
const drawn = new Set<string>();
beforeAll(async () => {
  api = await startApi({ working: false });
  for (const name of [...HARMLESS, ...HOSTILE_NAMES.map(([, one]) => one)]) await keepReportsOf(api, name);
  for (const name of HARMLESS)
    for (const part of skeletonOfPage((await pageOf(`/i/${inPath(name)}`)).text).drawn) drawn.add(part);
});
afterAll(async () => {
  expect(api.failures).toEqual([]);
  await api.close();
});

const known = new Map<string, Promise<Answer>>();
/** What is compared with again and again is asked for once. */
function once(key: string, ask: () => Promise<Answer>): Promise<Answer> {
  const answer = known.get(key) ?? ask();
  known.set(key, answer);
  return answer;
}

const usualPage = (path: string): Promise<Answer> => once(path, () => pageOf(path));
const pageOf = async (path: string): Promise<Answer> => api.ask(path, { headers: HTML });
/** Of a page: nothing in it runs, and every policy that it came with stands. */
const guards = ({ status, headers, text }: Answer) => ({
  status,
  active: activeParts(read(text)),
  unseen: UNSEEN.test(text),
  type: headers['content-type'],
  policy: headers['content-security-policy'],
  nosniff: headers['x-content-type-options'],
});

describe.each(HOSTILE_NAMES)('somebody whose name is %s', (_, name) => {
  const usual = harmless(name);

  it('has a page that is built as every other', async () => {
    const [page, other] = [await pageOf(`/i/${inPath(name)}`), await usualPage(`/i/${inPath(usual)}`)];
    expect(guards(page)).toEqual({ ...guards(other), status: 200, active: [], unseen: false });
    expect(skeletonOfPage(page.text).elements).toEqual(skeletonOfPage(other.text).elements);
    expect(skeletonOfPage(page.text).drawn.filter((part) => !drawn.has(part))).toEqual([]);
  });

  it.each(BADGE_STYLES)('has a badge that is built as every other: %s', async (style) => {
    const [badge, other] = [
      await badgeOf(name, style),
      await once(`${style} ${usual}`, () => badgeOf(usual, style)),
    ];
    expect(badge.status).toBe(200);
    expect([UNSEEN.test(badge.text), xmlFaults(drawing(badge.text))]).toEqual([false, []]);
    expect(fieldsOf(badge)).toEqual(fieldsOf(other));
    expect(skeletonOfPicture(badge.text)).toEqual(skeletonOfPicture(other.text));
  });

  it('is text for shields.io', async () => {
    const [data, other] = [
      await api.ask(`/badge/${inPath(name)}.json`),
      await api.ask(`/badge/${inPath(usual)}.json`),
    ];
    expect([fieldsOf(data), shapeOf(data.json)]).toEqual([fieldsOf(other), shapeOf(other.json)]);
    expect(data.json).toMatchObject({ isError: false, message: (other.json as { message: string }).message });
    expect(UNSEEN.test((data.json as { label: string }).label)).toBe(false);
  });

  it('has a report that is data, whole and of nobody else', async () => {
    const [answer, other] = [
      await api.ask(identityPath(uriOf(name))),
      await api.ask(identityPath(uriOf(usual))),
    ];
    expect([fieldsOf(answer), shapeOf(answer.json)]).toEqual([fieldsOf(other), shapeOf(other.json)]);
    expect((answer.json as { subject: string }).subject).toBe(uriOf(name));
  });

  it('is found by the first page, and the address that leads there is one segment', async () => {
    const answer = await pageOf(`/?q=${encodeURIComponent(uriOf(name))}`);
    const location = String(answer.headers.location);
    expect([answer.status, decodeURIComponent(location)]).toEqual([303, `/i/${uriOf(name)}`]);
    expect(location).toMatch(/^\/i\/[\w.~%-]+$/);
  });

  it('is led on by a form within this server, and waits on a page that is built as every other', async () => {
    const [page, other] = [
      await waitingPageOf(name),
      await once(`wait ${usual}`, () => waitingPageOf(usual)),
    ];
    expect(guards(page)).toEqual({ ...guards(other), status: 200, active: [], unseen: false });
    expect(skeletonOfPage(page.text)).toEqual(skeletonOfPage(other.text));
  });

  it('is told what to publish in JSON, which names the account as data', async () => {
    const [answer, other] = [await planOf(name), await once(`plan ${usual}`, () => planOf(usual))];
    expect(fieldsOf(answer)).toEqual(fieldsOf(other));
    expect(Object.keys(answer.json as object)).toEqual(Object.keys(other.json as object));
  });
});

describe.each(HOSTILE_NAMES)('what is no subject, as it is asked for: %s', (_, name) => {
  it.each([
    ['in the path of a page', (one: string) => `/i/${encodeURIComponent(one)}`],
    ['in the search field', (one: string) => `/?q=${encodeURIComponent(`:${one}`)}`],
    ['in a query', (one: string) => `/publish?${encodeURIComponent(one)}=x`],
    ['as a verification', (one: string) => `/i/${inPath('alice')}?verification=${encodeURIComponent(one)}`],
    ['as a style', (one: string) => `/badge/${inPath('alice')}.svg?style=${encodeURIComponent(one)}`],
    ['as a file', (one: string) => `/assets/${encodeURIComponent(one)}.js`],
    ['as a place', (one: string) => `/${encodeURIComponent(one)}/${encodeURIComponent(one)}`],
  ])('is told on a page that is built as every other, %s', async (_place, pathOf) => {
    const [page, other] = [await pageOf(pathOf(name)), await usualPage(pathOf('nobody'))];
    expect(guards(page)).toEqual({ ...guards(other), active: [], unseen: false });
    expect([400, 404]).toContain(page.status);
    expect(skeletonOfPage(page.text)).toEqual(skeletonOfPage(other.text));
  });
});

describe.each(REFUSED)('a path with %s', (_, path, code) => {
  const status = code === 'uri-too-long' ? 414 : 400;

  it.each(['/badge/:.svg', '/badge/:.svg?style=card', '/badge/:.json', '/v1/identities/:', '/i/:'])(
    'is the problem of a program at %s',
    async (route) => {
      const answer = await api.ask(route.replace(':', path));
      // A line end is in no route that has a suffix.
      const isNowhere = route.startsWith('/badge/') && path.includes('%0A');
      expect(problemIn(answer)).toEqual(isNowhere ? problem(404, 'not-found') : problem(status, code));
      expect([shapeOf(answer.json), UNSEEN.test((answer.json as { detail: string }).detail)]).toEqual([
        ['/title: string', '/status: number', '/code: string', '/detail: string'],
        false,
      ]);
    },
  );

  it('is told to a person on a page that is built as every other', async () => {
    const [page, other] = [await pageOf(`/i/${path}`), await usualPage('/i/nobody')];
    expect(guards(page)).toEqual({ ...guards(other), status, active: [], unseen: false });
    expect(skeletonOfPage(page.text)).toEqual(skeletonOfPage(other.text));
  });
});

describe('a badge', () => {
  it('is of the name that stands before its last suffix', async () => {
    const subjectOf = async (path: string) => /data-subject="([^"]*)"/.exec((await api.ask(path)).text)?.[1];
    expect(await subjectOf(`/badge/${inPath('alice')}.svg`)).toBe(uriOf('alice'));
    expect(await subjectOf(`/badge/${inPath('alice')}.svg.svg`)).toBe(uriOf('alice.svg'));
    expect(await subjectOf(`/badge/${inPath('alice')}.json.svg`)).toBe(uriOf('alice.json'));
    expect(await subjectOf(`/badge/${inPath('..')}svg.svg`)).toBe(uriOf('..svg'));
    const { json } = await api.ask(`/badge/${inPath('alice')}.svg.json`);
    expect(json).toMatchObject({ label: uriOf('alice.svg') });
  });

  it('uses all of 2 kB, and not an octet more', async () => {
    const ask = (octets: number) =>
      api.ask(`/badge/${inPath('a'.repeat(octets - uriOf('').length))}.svg?style=card`);
    expect([(await ask(2_047)).status, (await ask(2_048)).status]).toEqual([200, 200]);
    expect(problemIn(await ask(2_049))).toEqual(problem(400, 'invalid-subject'));
  });
});

describe('the comparison itself', () => {
  it('finds what broke out', async () => {
    const { text } = await pageOf(`/i/${inPath('alice')}`);
    const [page, ...broken] = [
      text,
      text.replace('</h1>', '<b></b></h1>'),
      text.replace('<h1>', '<h1 onclick="x">'),
      text.replace('href="/"', 'href="//evil.example/"'),
    ].map(skeletonOfPage);
    for (const one of broken) expect(one).not.toEqual(page);
    const { text: badge } = await badgeOf('alice', 'card');
    expect(skeletonOfPicture(badge.replace('</svg>', '<a/></svg>'))).not.toEqual(skeletonOfPicture(badge));
    expect(shapeOf({ a: 1, b: [null] })).toEqual(['/a: number', '/b/0: null']);
  });
});

async function waitingPageOf(name: string): Promise<Answer> {
  const headers = { ...HTML, 'content-type': 'application/x-www-form-urlencoded' };
  const asked = await api.ask(`/i/${inPath(name)}`, { method: 'POST', body: '', headers });
  expect([asked.status, asked.headers.location]).toEqual([
    303,
    expect.stringMatching(/^\/i\/[\w.~%-]+\?verification=[0-9a-f]{32}$/),
  ]);
  return pageOf(String(asked.headers.location));
}

/** Of a subject and accounts that are no longer than a service takes them. */
function planOf(name: string): Promise<Answer> {
  const short = name.slice(0, 100);
  const accounts = [`https://forge.example/${encodeURIComponent(short)}`, name, `${name}@x`];
  return api.ask('/publish/plan', { method: 'POST', body: { subject: uriOf(short), accounts } });
}

function badgeOf(name: string, style: string): Promise<Answer> {
  return api.ask(`/badge/${inPath(name)}.svg?style=${style}`);
}

/** A badge without the report that it carries, of which a test of its own says that it is one. */
function drawing(svg: string): string {
  return svg.replace(/<metadata>[^<]*<[^<]*<\/[^<]*<\/metadata>/, '');
}

/** The fields of an answer that tell neither of what it says nor of how many were asked for before it. */
function fieldsOf({ status, headers }: Answer): unknown {
  const { etag, date, ratelimit, 'content-length': length, ...others } = headers;
  return { status, ...others };
}
