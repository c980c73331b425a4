import { load } from 'cheerio';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSubjectEncoded } from '../../src/api/unencoded-subject.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { type ApiServer, identityPath, startApi } from './support/api-server.js';
import { askRaw } from './support/raw.js';

const PAGE = `/i/${encodeURIComponent(SUBJECT)}`;
const BADGE = `/badge/${encodeURIComponent(SUBJECT)}`;
const get = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n`;

describe('a subject that stands in a path as it is', () => {
  it.each([
    ['as it is', `/i/${SUBJECT}`, PAGE],
    ['with what a proxy made of its slashes', '/i/mimi:/a.example/u/alice', PAGE],
    ['with its colon encoded', '/i/mimi%3A//a.example/u/alice', PAGE],
    ['with a query', `/i/${SUBJECT}?verification=x`, `${PAGE}?verification=x`],
    ['as a badge', `/badge/${SUBJECT}.svg?style=card`, `${BADGE}.svg?style=card`],
    ['as data', `/badge/mimi:/a.example/u/alice.json`, `${BADGE}.json`],
    ['with a name that ends as a badge', `/badge/${SUBJECT}.svg.svg`, `${BADGE}.svg.svg`],
    ['in another spelling', '/i/MIMI://A.example/u/alice', '/i/mimi%3A%2F%2FA.example%2Fu%2Falice'],
    ['with escapes of its own', '/i/mimi://a.example/u/50%25', '/i/mimi%3A%2F%2Fa.example%2Fu%2F50%2525'],
    ['with a way upwards', '/i/mimi://../../etc/passwd', '/i/mimi%3A%2F%2F..%2F..%2Fetc%2Fpasswd'],
    ['without a host', '/i/mimi:///u/alice', '/i/mimi%3A%2F%2F%2Fu%2Falice'],
  ])('is encoded there: %s', (_, url, encoded) => {
    expect(withSubjectEncoded(url)).toBe(encoded);
  });

  it.each([
    PAGE,
    `${BADGE}.svg?style=card`,
    `/badge/${SUBJECT}`,
    `/badge/${SUBJECT}.png`,
    `/I/${SUBJECT}`,
    `/v1/identities/${SUBJECT}`,
    `http://evil.example/i/${SUBJECT}`,
    `//evil.example/i/${SUBJECT}`,
    '/i//evil.example/u/alice',
    '/i/https://evil.example/',
    '/i/mimi:',
    `/i/${SUBJECT}#x`,
    `/i/mimi://a.example/u/\u00c3\u00a9`,
    `/i/${SUBJECT}\r\nX: y`,
    '/',
    '*',
    '',
  ])('is left alone where it is none, or stands elsewhere: %j', (url) => {
    expect(withSubjectEncoded(url)).toBe(url);
  });

  it('is one segment of the same folder, whatever it is, and is encoded once', () => {
    const rests = fc.oneof(
      fc.webPath(),
      fc.string(),
      fc.constantFrom('//evil.example', '/../..', '/%2e%2e%2f', '/\\'),
    );
    fc.assert(
      fc.property(fc.constantFrom('/i/', '/badge/'), rests, fc.webQueryParameters(), (room, rest, query) => {
        const url = `${room}mimi:${rest}.svg?${query}`;
        const encoded = withSubjectEncoded(url);
        expect(withSubjectEncoded(encoded)).toBe(encoded);
        if (encoded !== url)
          expect(encoded).toMatch(/^\/(?:i|badge)\/mimi%3A%2F%2F[\w.~%-]*(?:\.svg)?(?:\?[!-~]*)?$/);
      }),
    );
  });
});

describe('a server that is asked for a subject that is not encoded', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApi({ people: (population) => honest(population, 'alice', { now: new Date(NOON) }) });
    await api.ask(`${identityPath(SUBJECT)}?max-age=60`);
  });
  afterAll(() => api.close());

  it.each([`/i/${SUBJECT}`, '/i/mimi:/a.example/u/alice'])(
    'shows her page there and then, so that nobody is led in a circle: %s',
    async (path) => {
      const answer = await askRaw(api.port, get(path));
      expect([answer.split('\r\n')[0], load(answer)('h1').length]).toEqual(['HTTP/1.1 200 OK', 1]);
      expect(answer).toContain(SUBJECT);
    },
  );

  it('shows her badge', async () => {
    const [plain, encoded] = [await api.ask(`/badge/${SUBJECT}.svg`), await api.ask(`${BADGE}.svg`)];
    const drawn = ({ text }: { text: string }) => text.replace(/<metadata>.*<\/metadata>/, '');
    expect([plain.status, drawn(plain)]).toEqual([200, drawn(encoded)]);
  });

  it('leads from another spelling to the one address, within its own folder', async () => {
    const { status, headers } = await api.ask('/i/mimi://A.example/u/%61lice');
    expect([status, headers.location]).toEqual([303, PAGE]);
  });

  it('verifies her again for a form that was sent there', async () => {
    const { status, headers } = await api.ask(`/i/${SUBJECT}`, {
      method: 'POST',
      body: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([status, headers.location]).toEqual([
      303,
      expect.stringMatching(new RegExp(`^${PAGE}\\?verification=\\w+$`)),
    ]);
  });

  it('says of what is no subject what is wrong with it', async () => {
    const { status, json } = await api.ask('/i/mimi://a.example/r/club');
    expect([status, json]).toMatchObject([
      400,
      { code: 'invalid-subject', detail: expect.stringContaining('room') },
    ]);
  });

  it.each([
    ['GET', `/v1/identities/${SUBJECT}`],
    ['GET', '/v1/identities/mimi:/a.example/u/alice/history'],
    ['DELETE', `/v1/identities/${SUBJECT}`],
    ['PUT', `/v1/schedules/${SUBJECT}`],
  ] as const)('says in its API how a subject is written: %s %s', async (method, path) => {
    const { status, json } = await api.ask(path, { method });
    expect([status, json]).toEqual([
      404,
      {
        title: 'Not Found',
        status: 404,
        code: 'not-found',
        detail:
          'There is no such resource. The subject must be percent-encoded, as one segment of the path: mimi%3A%2F%2F…',
      },
    ]);
  });

  it('does not speak of encoding where that is not the trouble', async () => {
    for (const path of ['/v1/identities', `${identityPath(SUBJECT)}/`, '/elsewhere', `/badge/${SUBJECT}.png`])
      expect((await api.ask(path)).json).toMatchObject({ detail: 'There is no such resource.' });
  });
});
