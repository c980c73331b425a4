import { afterEach, describe, expect, test } from 'vitest';
import { type ReadAccountIo, readAccount } from '../../src/crawl/read-account.js';
import {
  html,
  json,
  jwt,
  notFound,
  type SiteAnswer,
  type SiteHandler,
  site,
  text,
} from '../../src/demo/answers.js';
import type { DnsZone } from '../../src/demo/dns-server.js';
import type { AccountReading, Find } from '../../src/evidence/types.js';
import { recogniseAccount } from '../../src/services/index.js';
import { startWeb, type Web } from '../support/fixture-web.js';
import { frozenClock } from '../support/frozen-clock.js';

const TOKEN = `cross-signing:${'A'.repeat(22)}`;
const HEADER = Buffer.from('{"typ":"cross-signing+jwt"}').toString('base64url');
const statement = (name: string) => `${HEADER}.${Buffer.from(`{"n":"${name}"}`).toString('base64url')}.AAAA`;
const ONE = statement('one');
const TWO = statement('two');
const HOME = 'https://alice.example/';
const WELL_KNOWN = '/.well-known/cross-signing';

let web: Web | undefined;
afterEach(async () => {
  await web?.close();
  web = undefined;
});

async function read(
  uri: string,
  sites: Record<string, SiteHandler>,
  { dns = {}, ...io }: Partial<ReadAccountIo> & { dns?: DnsZone } = {},
): Promise<AccountReading> {
  web = await startWeb(sites, dns);
  const account = recogniseAccount(uri);
  if ('unsupported' in account) throw new Error(account.reason);
  return readAccount(account, { fetcher: web.fetcher, clock: frozenClock(), ...io });
}

/** A site of these paths, whose other pages are empty. */
const home = (paths: Record<string, SiteAnswer | SiteHandler>): Record<string, SiteHandler> => ({
  'alice.example': site({ '/': html('<!doctype html><title>Alice</title><p>Hello'), ...paths }),
});
const redirect = (location: string, status = 302): SiteAnswer => ({
  status,
  headers: { location },
  body: '',
});
const brief = ({ digest: _, url: __, ...rest }: Find) => rest;
const summary = ({ outcome, reason, finds }: AccountReading) => ({
  outcome,
  reason,
  finds: finds.map(brief),
});
const shown = (text: string, more: Partial<Find> = {}) => ({
  kind: 'statement',
  container: 'jwt',
  text,
  where: 'well-known document',
  ...more,
});
const nothing = { outcome: 'read', reason: undefined, finds: [] };

describe('the well-known document', () => {
  test('is asked for with the account as its resource, and holds one statement', async () => {
    const reading = await read(HOME, home({ [WELL_KNOWN]: jwt(`${ONE}\n`) }));
    expect(summary(reading)).toEqual({ outcome: 'read', reason: undefined, finds: [shown(ONE)] });
    expect(web?.internet.requests.map((request) => request.path)).toContain(
      `${WELL_KNOWN}?resource=https%3A%2F%2Falice.example%2F`,
    );
    expect({ account: reading.account, requests: reading.requests }).toEqual({ account: HOME, requests: 3 });
  });

  test('of JSON holds up to 16, SD-JWTs among them', async () => {
    const statements = [
      ONE,
      `${TWO}~disclosure~`,
      ...Array.from({ length: 14 }, (_, index) => statement(`${index}`)),
    ];
    const { finds } = await read(HOME, home({ [WELL_KNOWN]: json({ statements }) }));
    expect(finds.map((find) => [find.container, find.text])).toEqual(
      statements.map((one) => [one.includes('~') ? 'sd-jwt' : 'jwt', one]),
    );
  });

  test.each<[string, SiteAnswer | SiteHandler, object]>([
    ['of another media type is absent', html(ONE), nothing],
    ['of plain text is absent', text(ONE), nothing],
    ['that is missing is absent', notFound(), nothing],
    ['that is gone is absent', text('', undefined, 410), nothing],
    ['of JSON about something else is absent', json({ ok: true }), nothing],
    ['that is a JSON array is absent', json([ONE]), nothing],
    ['with an empty list shows nothing', json({ statements: [] }), nothing],
    [
      'that is no JSON is unreachable',
      text('{"statements": [', 'application/json'),
      { outcome: 'unreachable', reason: 'malformed', finds: [] },
    ],
    [
      'with a member twice is unreachable',
      text(`{"statements":[],"statements":["${ONE}"]}`, 'application/json'),
      { outcome: 'unreachable', reason: 'malformed', finds: [] },
    ],
    [
      'whose list is no list is unreachable',
      json({ statements: ONE }),
      { outcome: 'unreachable', reason: 'malformed', finds: [] },
    ],
    [
      'with something else in its list is unreachable',
      json({ statements: [ONE, 1] }),
      { outcome: 'unreachable', reason: 'malformed', finds: [] },
    ],
    [
      'with 17 statements is unreachable',
      json({ statements: Array.from({ length: 17 }, () => ONE) }),
      { outcome: 'unreachable', reason: 'limit', finds: [] },
    ],
    [
      'that is not UTF-8 is unreachable',
      {
        status: 200,
        headers: { 'content-type': 'application/jwt; charset=utf-8' },
        body: Buffer.from([0xff, 0xfe, 0xfd]),
      },
      { outcome: 'unreachable', reason: 'malformed', finds: [] },
    ],
    [
      'that is forbidden is unreachable',
      text('no', undefined, 403),
      { outcome: 'unreachable', reason: 'status', finds: [] },
    ],
    [
      'that fails is unreachable',
      text('oops', undefined, 501),
      { outcome: 'unreachable', reason: 'status', finds: [] },
    ],
    [
      'that is a broken statement is told all the same',
      jwt('no statement'),
      { outcome: 'read', reason: undefined, finds: [shown('no statement')] },
    ],
  ])('%s', async (_, answer, expected) => {
    expect(summary(await read(HOME, home({ [WELL_KNOWN]: answer })))).toEqual(expected);
  });

  test('may be redirected three times, within the registrable domain', async () => {
    const sites: Record<string, SiteHandler> = {
      ...home({ [WELL_KNOWN]: redirect('https://www.alice.example/1') }),
      'www.alice.example': site({
        '/1': redirect('/2', 307),
        '/2': redirect('https://id.alice.example/3', 301),
      }),
      'id.alice.example': site({ '/3': jwt(ONE) }),
    };
    expect(summary(await read(HOME, sites))).toEqual({
      outcome: 'read',
      reason: undefined,
      finds: [shown(ONE)],
    });
  });

  test.each([
    ['to another domain', 'https://mallory.example/'],
    ['to plain http', 'http://alice.example/x'],
    ['for ever', WELL_KNOWN],
  ])('that is redirected %s is unreachable', async (_, location) => {
    const sites = {
      ...home({ [WELL_KNOWN]: redirect(location) }),
      'mallory.example': site({ '/': jwt(ONE) }),
    };
    expect(summary(await read(HOME, sites))).toEqual({
      outcome: 'unreachable',
      reason: 'redirect',
      finds: [],
    });
  });

  test('of a host where users own paths is marked', async () => {
    const sites = { 'tilde.example': site({ [WELL_KNOWN]: jwt(ONE), '/~alice/': html('<p>Hello') }) };
    const { finds } = await read('https://tilde.example/~alice/', sites);
    expect(finds.map(brief)).toEqual([shown(ONE, { hostWide: true })]);
  });

  test('is all that counts of the subject, whose provider shows other things too', async () => {
    const dns = { '_cross-signing.a.example': { TXT: [TOKEN] } };
    const sites = { 'a.example': site({ [WELL_KNOWN]: jwt(ONE) }) };
    const reading = await read('mimi://a.example/u/alice', sites, { dns, asSubject: true });
    expect({ finds: reading.finds.map(brief), requests: reading.requests }).toEqual({
      finds: [shown(ONE)],
      requests: 1,
    });
  });
});

describe('a page without an entry', () => {
  const head = (markup: string) => html(`<!doctype html><head>${markup}</head><body><p>Hello</p></body>`);

  test('shows what its head holds', async () => {
    const { finds } = await read(
      HOME,
      home({ '/': head(`<script type="application/jwt"> ${ONE} </script>`) }),
    );
    expect(finds.map(brief)).toEqual([shown(ONE, { where: 'head of the page' })]);
  });

  test('shows in its body what anybody may have written', async () => {
    const { finds } = await read(HOME, home({ '/': html(`<p>${TOKEN}</p><p>${ONE}</p>`) }));
    expect(finds.map(brief)).toEqual([
      { kind: 'token', container: 'proof-token', text: TOKEN, where: 'page', strength: 'unattributed' },
      shown(ONE, { where: 'page', strength: 'unattributed' }),
    ]);
  });

  test('links to a statement on its own host', async () => {
    const sites = home({ '/': head('<link rel="cross-signing" href="proof">'), '/proof': text(ONE) });
    expect((await read(HOME, sites)).finds.map(brief)).toEqual([
      shown(ONE, { where: 'document linked from the head of the page' }),
    ]);
  });

  test('is credited with nothing that another operator serves', async () => {
    const sites = {
      ...home({ '/': head('<link rel="cross-signing" href="https://cdn.other.example/proof.jwt">') }),
      'cdn.other.example': site({ '/proof.jwt': jwt(ONE) }),
    };
    expect((await read(HOME, sites)).finds.map(brief)).toEqual([
      shown(ONE, { where: 'document linked from the head of the page', servedBy: 'other.example' }),
    ]);
  });

  test.each<[string, string, object]>([
    ['whose target is missing shows nothing', '/missing', nothing],
    [
      'to plain http is unreachable',
      'http://alice.example/p',
      { outcome: 'unreachable', reason: 'refused-url', finds: [] },
    ],
    [
      'to an address is unreachable',
      'https://127.0.0.1/p',
      { outcome: 'unreachable', reason: 'refused-url', finds: [] },
    ],
    ['to a page is unreachable', '/', { outcome: 'unreachable', reason: 'malformed', finds: [] }],
    ['to what fails is unreachable', '/fails', { outcome: 'unreachable', reason: 'status', finds: [] }],
  ])('with a link %s', async (_, href, expected) => {
    const sites = home({
      '/': head(`<link rel="cross-signing" href="${href}">`),
      '/fails': text('', undefined, 501),
    });
    expect(summary(await read(HOME, sites))).toEqual(expected);
  });

  test('follows four links and says that there were more', async () => {
    const links = Array.from(
      { length: 6 },
      (_, index) => `<link rel="cross-signing" href="/missing-${index}">`,
    );
    expect(summary(await read(HOME, home({ '/': head(links.join('')) })))).toEqual({
      outcome: 'unreachable',
      reason: 'limit',
      finds: [],
    });
    expect(web?.internet.requests.filter((request) => request.path.startsWith('/missing'))).toHaveLength(4);
  });

  test('does not follow what a linked document links to', async () => {
    const again = head('<link rel="cross-signing" href="/">');
    await read(HOME, home({ '/': again }));
    expect(web?.internet.requests.filter((request) => request.path === '/').length).toBeLessThanOrEqual(2);
  });

  test('that robots.txt keeps us from is unreachable, though its well-known document is read', async () => {
    const robots = text('User-agent: *\nDisallow: /\n');
    expect(summary(await read(HOME, home({ '/robots.txt': robots })))).toEqual({
      outcome: 'unreachable',
      reason: 'robots',
      finds: [],
    });
    await web?.close();
    expect(summary(await read(HOME, home({ '/robots.txt': robots, [WELL_KNOWN]: jwt(ONE) })))).toEqual({
      outcome: 'read',
      reason: 'robots',
      finds: [shown(ONE)],
    });
  });

  test('with more markup than any page has is unreachable, in good time', async () => {
    expect(summary(await read(HOME, home({ '/': html('<div>'.repeat(200_000)) })))).toEqual({
      outcome: 'unreachable',
      reason: 'limit',
      finds: [],
    });
  });
});

describe('DNS', () => {
  const dnsOf = (...TXT: (string | readonly string[])[]): DnsZone => ({
    '_cross-signing.alice.example': { TXT },
  });
  const token = {
    kind: 'token',
    container: 'proof-token',
    text: TOKEN,
    where: 'DNS TXT record',
    strength: 'unauthenticated',
  };

  test.each<[string, DnsZone, object]>([
    ['a token', dnsOf('v=spf1 -all', TOKEN), { outcome: 'read', reason: undefined, finds: [token] }],
    [
      'a token in two strings',
      dnsOf([TOKEN.slice(0, 9), TOKEN.slice(9)]),
      { outcome: 'read', reason: undefined, finds: [token] },
    ],
    ['a statement itself, which is none', dnsOf(ONE), nothing],
    ['no such name', {}, { outcome: 'absent', reason: undefined, finds: [] }],
    [
      'a server that fails',
      { '_cross-signing.alice.example': { failure: 'SERVFAIL' } },
      { outcome: 'unreachable', reason: 'dns', finds: [] },
    ],
  ])('%s', async (_, dns, expected) => {
    expect(summary(await read('dns:alice.example', home({}), { dns }))).toEqual(expected);
  });

  test('points at a statement, whose operator it is evidence of', async () => {
    const sites = { 'other.example': site({ '/proof': jwt(ONE) }) };
    const { finds } = await read('dns:alice.example', sites, {
      dns: dnsOf('statement=https://other.example/proof'),
    });
    expect(finds.map(brief)).toEqual([
      shown(ONE, {
        where: 'document linked from the DNS TXT record',
        servedBy: 'other.example',
        strength: 'unauthenticated',
      }),
    ]);
  });

  test('of a site belongs to the site', async () => {
    expect((await read(HOME, home({}), { dns: dnsOf(TOKEN) })).finds.map(brief)).toEqual([token]);
  });
});

describe('all or nothing', () => {
  test('one place failed and another shows something: it is read, and the failure is told', async () => {
    const dns: DnsZone = { '_cross-signing.alice.example': { failure: 'SERVFAIL' } };
    const reading = await read(HOME, home({ [WELL_KNOWN]: jwt(ONE) }), { dns });
    expect(summary(reading)).toEqual({ outcome: 'read', reason: 'dns', finds: [shown(ONE)] });
    expect(reading.places.map(({ where, outcome }) => [where, outcome])).toEqual([
      ['well-known document', 'read'],
      ['page', 'read'],
      ['DNS TXT record', 'unreachable'],
    ]);
  });

  test('a host that does not exist is unreachable', async () => {
    const reading = await read('https://nobody.example/', home({}));
    expect({ outcome: reading.outcome, reason: reading.reason }).toEqual({
      outcome: 'unreachable',
      reason: 'dns',
    });
  });

  test('the limit of requests is a failure, not silence', async () => {
    let left = 2;
    const onRequest = () => left-- > 0;
    const reading = await read(HOME, home({}), { onRequest });
    expect({ ...summary(reading), requests: reading.requests }).toEqual({
      outcome: 'unreachable',
      reason: 'limit',
      finds: [],
      requests: 2,
    });
  });

  test('a caller that goes away is told so', async () => {
    const reading = await read(HOME, home({}), { signal: AbortSignal.abort() });
    expect(summary(reading)).toEqual({ outcome: 'unreachable', reason: 'cancelled', finds: [] });
  });
});
