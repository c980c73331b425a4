import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  leastTrustedServer,
  operatorOf,
  operatorOfAccountUri,
  PLATFORMS,
  recogniseAccount,
} from '../../src/services/index.js';

const platform = (operator: string) => ({ operator, selfHosted: false });
const own = (operator: string) => ({ operator, selfHosted: true });

describe('the operator of a host', () => {
  test.each([
    ['github.com', platform('github.com')],
    ['gist.github.com', platform('github.com')],
    ['alice.github.io', platform('github.com')],
    ['gist.githubusercontent.com', platform('github.com')],
    ['alice.bsky.social', platform('bsky.app')],
    ['morel.us-east.host.bsky.network', platform('bsky.app')],
    ['plc.directory', platform('bsky.app')],
    ['alice.wordpress.com', platform('automattic.com')],
    ['alice.tumblr.com', platform('automattic.com')],
    ['gravatar.com', platform('automattic.com')],
    ['www.instagram.com', platform('meta.com')],
    ['www.threads.net', platform('meta.com')],
    ['twitter.com', platform('x.com')],
    ['sites.google.com', platform('google.com')],
    ['alice.blogspot.com', platform('google.com')],
    ['mastodon.social', platform('mastodon.social')],
    ['OLD.Reddit.com.', platform('reddit.com')],
    ['github.com.evil.example', own('evil.example')],
    ['notgithub.com', own('notgithub.com')],
    ['a.b.alice.example', own('alice.example')],
    ['shop.alice.co.uk', own('alice.co.uk')],
    ['alice.eu.org', own('eu.org')],
    ['co.uk', own('co.uk')],
    ['localhost', own('localhost')],
  ])('%s', (host, operator) => {
    expect(operatorOf(host)).toEqual(operator);
  });

  test('the table has at least 150 rows, each named by one of its own domains or hosts', () => {
    expect(PLATFORMS.length).toBeGreaterThan(150);
    for (const [operator, ...domains] of PLATFORMS)
      expect({ operator, domains }).toEqual({ operator, domains: expect.arrayContaining([operator]) });
  });

  test('is that of every host below it', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
    fc.assert(
      fc.property(fc.constantFrom(...PLATFORMS), label, ([operator, domain = ''], below) => {
        expect(operatorOf(`${below}.${domain}`)).toEqual(operatorOf(domain));
        expect(operatorOf(domain).operator).toBe(operator);
      }),
    );
  });
});

describe('the operator of an account nobody can read yet', () => {
  test.each([
    ['xmpp:alice@b.example', own('b.example')],
    ['xmpp:alice@jabber.org', platform('jabber.org')],
    ['sip:alice@b.example', own('b.example')],
    ['mailto:alice@gmail.com', platform('google.com')],
    ['irc://irc.libera.chat/alice,isuser', platform('libera.chat')],
    ['matrix:u/alice:matrix.org', platform('matrix.org')],
    ['aspe:keyoxide.org:ABCDEF', platform('keyoxide.org')],
    ['did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', platform('bsky.app')],
    ['did:web:alice.example:me', own('alice.example')],
    ['did:key:z6MkAlice', own('did:key:z6MkAlice')],
    ['nostr:npub1alice', own('nostr:npub1alice')],
    ['openpgp4fpr:ABCD', own('openpgp4fpr:ABCD')],
    ['no uri', own('no uri')],
  ])('%s', (uri, operator) => {
    expect(operatorOfAccountUri(uri)).toEqual(operator);
  });

  test('is found for any text, and never throws', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, text) => {
        operatorOfAccountUri(url);
        operatorOfAccountUri(text);
        recogniseAccount(text);
      }),
    );
  });
});

describe('what passes several operators', () => {
  test.each([
    ['self-hosted, served by a platform: its own', own('alice.example'), platform('bsky.app'), undefined],
    [
      'self-hosted, served by another self-hosted one: the server',
      own('alice.example'),
      own('pds.example'),
      'pds.example',
    ],
    [
      'a platform, served by a self-hosted one: the server',
      platform('bsky.app'),
      own('pds.example'),
      'pds.example',
    ],
    ['served by itself: its own', own('alice.example'), own('alice.example'), undefined],
    ['two platforms: its own', platform('github.com'), platform('bsky.app'), undefined],
  ])('%s', (_, account, server, expected) => {
    expect(leastTrustedServer(account, server)).toBe(expected);
  });
});
