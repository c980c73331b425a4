import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPastedAccount } from '../../../src/pages/publish/pasted-account.js';

describe('an account as it is pasted', () => {
  it.each([
    ['https://GitHub.com/Alice?tab=repositories', 'https://github.com/alice'],
    [' <https://github.com/alice>, ', 'https://github.com/alice'],
    ['github.com/alice', 'https://github.com/alice'],
    ['www.github.com/alice/', 'https://github.com/alice'],
    ['@Alice@social.example', 'acct:alice@social.example'],
    ['acct:alice@social.example', 'acct:alice@social.example'],
    ['social.example/@alice', 'https://social.example/@alice'],
    ['@alice.bsky.social', 'https://bsky.app/profile/alice.bsky.social'],
    ['alice.bsky.social', 'https://bsky.app/profile/alice.bsky.social'],
    ['bsky.app/profile/alice.bsky.social', 'https://bsky.app/profile/alice.bsky.social'],
    ['alice.example', 'https://alice.example/'],
    ['Alice.Example/', 'https://alice.example/'],
    ['dns:alice.example', 'dns:alice.example'],
  ])('is found: %s', (text, uri) => {
    expect(readPastedAccount(text)).toMatchObject({ uri, service: expect.any(String) });
  });

  it.each([
    ['alice@social.example', 'alice@social.example', /^write @alice@social\.example if/],
    ['@alice', '@alice', /does not say at which service/],
    ['http://github.com/alice', 'http://github.com/alice', /write https:/],
    ['xmpp:alice@a.example', 'xmpp:alice@a.example', /nothing in the catalogue/],
    ['@bob:matrix.example', '@bob:matrix.example', /no scheme/],
    ['my cat', 'my cat', /./],
    ['', '', /./],
  ])('is left out with what to do: %j', (text, uri, reason) => {
    expect(readPastedAccount(text)).toEqual({
      unsupported: true,
      uri,
      reason: expect.stringMatching(reason),
    });
  });

  it('is one account, however often it is read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.emailAddress()), (text) => {
        const once = readPastedAccount(text);
        fc.pre(!('unsupported' in once));
        expect(readPastedAccount(once.uri)).toEqual(expect.objectContaining({ uri: once.uri }));
      }),
    );
  });
});
