import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Internet, startInternet } from '../../src/demo/internet.js';
import { Population } from '../../src/demo/population.js';
import { type Browser, browse } from '../support/internet.js';

const ALICE = 'mimi://a.example/u/alice';
const STATEMENT = 'aaaa.bbbb.cccc';
const token = (digit: string) => `cross-signing:${digit.repeat(22)}`;

const population = new Population({ wildcards: ['people.example'] })
  .show(ALICE, { statement: STATEMENT })
  .show('acct:alice@social.example', { token: token('1'), name: 'Alice' })
  .show('https://github.com/alice', { token: token('2'), createdAt: '2018-01-02T03:04:05.000Z' })
  .show('https://bsky.app/profile/alice.bsky.social', { token: token('3') })
  .show('dns:alice.example', { token: token('4') })
  .show('https://alice.example/', { statement: STATEMENT })
  .show('https://bob.people.example/', { token: token('5') })
  .show('acct:empty@social.example');

let internet: Internet;
let browser: Browser;
beforeAll(async () => {
  internet = await startInternet({ sites: population.sites(), dns: population.dns() });
  browser = browse(internet);
});
afterAll(async () => {
  await browser.close();
  await internet.close();
});

const record = async (url: string, accept = '*/*') => JSON.parse((await browser.get(url, { accept })).body);

describe('the people of the small internet', () => {
  it('are vouched for by their provider, each by the URI, and nobody else is', async () => {
    const url = 'https://a.example/.well-known/cross-signing?resource=';
    expect(await browser.get(url + encodeURIComponent(ALICE))).toEqual({
      status: 200,
      type: 'application/jwt',
      body: STATEMENT,
    });
    expect((await browser.get(url + encodeURIComponent('mimi://a.example/u/bob'))).status).toBe(404);
    expect((await browser.get('https://a.example/.well-known/cross-signing')).status).toBe(404);
  });

  it('link the statement from the head of their own site', async () => {
    const home = await browser.get('https://alice.example/');
    expect(home.body).toMatch(
      /<head>.*<link rel="cross-signing" href="\/\.well-known\/cross-signing">.*<\/head>/s,
    );
    expect((await browser.get('https://alice.example/.well-known/cross-signing')).body).toBe(STATEMENT);
    const bob = await browser.get('https://bob.people.example/');
    expect(bob.body).toContain(`<p>Notes and pictures. ${token('5')}</p>`);
    expect((await browser.get('https://bob.people.example/.well-known/cross-signing')).status).toBe(404);
    expect((await browser.get('https://nobody.people.example/')).status).toBe(404);
  });

  it('are found on the fediverse by WebFinger, and carry proof in a profile field', async () => {
    const found = await record(
      'https://social.example/.well-known/webfinger?resource=acct%3Aalice%40social.example',
    );
    const self = found.links.find((link: { rel: string }) => link.rel === 'self');
    expect([found.subject, self]).toEqual([
      'acct:alice@social.example',
      { rel: 'self', type: 'application/activity+json', href: 'https://social.example/users/alice' },
    ]);
    const actor = await record(self.href, 'application/activity+json');
    expect([actor.id, actor.preferredUsername, actor.attachment]).toEqual([
      self.href,
      'alice',
      [{ type: 'PropertyValue', name: 'Cross-signing', value: token('1') }],
    ]);
    const page = await browser.get('https://social.example/@alice', { accept: 'text/html' });
    expect(page.type).toBe('text/html; charset=utf-8');
    for (const resource of ['acct:nobody@social.example', 'acct:alice@other.example', '']) {
      const url = `https://social.example/.well-known/webfinger?resource=${encodeURIComponent(resource)}`;
      expect((await browser.get(url)).status).toBe(404);
    }
  });

  it('have a page and a record on the GitHub-like host', async () => {
    const user = await record('https://api.github.com/users/Alice');
    expect([user.login, typeof user.id, user.bio, user.created_at]).toEqual([
      'alice',
      'number',
      `Maps and bicycles. ${token('2')}`,
      '2018-01-02T03:04:05.000Z',
    ]);
    expect(await record('https://api.github.com/users/alice/gists')).toEqual([]);
    expect(await record('https://api.github.com/users/alice/social_accounts')).toEqual([]);
    expect((await browser.get('https://api.github.com/users/nobody')).status).toBe(404);
    expect((await browser.get('https://github.com/alice')).body).toContain(
      `<div>Maps and bicycles. ${token('2')}</div>`,
    );
  });

  it('have a handle, a DID and a record on the Bluesky-like host that name each other', async () => {
    const { body: did } = await browser.get('https://alice.bsky.social/.well-known/atproto-did');
    expect(did).toMatch(/^did:plc:[a-z2-7]{24}$/);
    const resolver = new Resolver({ timeout: 60_000, tries: 1 });
    resolver.setServers([internet.dns.address]);
    expect(await resolver.resolveTxt('_atproto.alice.bsky.social')).toEqual([[`did=${did}`]]);
    const document = await record(`https://plc.directory/${did}`);
    expect([document.id, document.alsoKnownAs]).toEqual([did, ['at://alice.bsky.social']]);
    const query = `repo=${did}&collection=app.bsky.actor.profile&rkey=self`;
    const url = `${document.service[0].serviceEndpoint}/xrpc/com.atproto.repo.getRecord?${query}`;
    expect((await record(url)).value.description).toBe(`Photographs of clouds. ${token('3')}`);
    expect((await browser.get(url.replace('self', 'other'))).body).toContain('RecordNotFound');
    expect((await browser.get('https://plc.directory/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(404);
  });

  it('answer robots.txt on every host', async () => {
    for (const host of Object.keys(population.sites())) {
      const robots = await browser.get(`https://${host.replace('*', 'bob')}/robots.txt`);
      expect([host, robots.status, robots.type]).toEqual([host, 200, 'text/plain; charset=utf-8']);
    }
  });

  it('may change what they show while the hosts run', async () => {
    population.show(ALICE);
    const url = `https://a.example/.well-known/cross-signing?resource=${encodeURIComponent(ALICE)}`;
    expect((await browser.get(url)).status).toBe(404);
    population.show(ALICE, { statement: STATEMENT });
    expect((await browser.get(url)).body).toBe(STATEMENT);
  });

  it('are only on services that there are', () => {
    expect(() => population.show('xmpp:alice@a.example')).toThrow(RangeError);
    expect(() => population.show('https://a.example/~alice')).toThrow(RangeError);
  });

  it('have a TXT record where they want one', async () => {
    const resolver = new Resolver({ timeout: 60_000, tries: 1 });
    resolver.setServers([internet.dns.address]);
    expect(await resolver.resolveTxt('_cross-signing.alice.example')).toEqual([[token('4')]]);
  });
});
