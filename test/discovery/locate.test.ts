import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LocateOptions, locate } from '../../src/discovery/index.js';
import { recogniseAccount } from '../../src/services/index.js';

function placesOf(uri: string, options: LocateOptions = {}): readonly string[] {
  const account = recogniseAccount(uri);
  if ('unsupported' in account) throw new Error(account.reason);
  return locate(account, options).flatMap((place) => {
    if (place.kind === 'dns') return [`TXT ${place.name}`];
    if (place.kind === 'step')
      return place.asks.map((ask) => (ask.as === 'txt' ? `TXT ${ask.name}` : ask.url));
    return [place.url];
  });
}

describe('where to look', () => {
  test.each([
    [
      'https://alice.example/',
      [
        'https://alice.example/.well-known/cross-signing?resource=https%3A%2F%2Falice.example%2F',
        'https://alice.example/',
        'TXT _cross-signing.alice.example',
      ],
    ],
    [
      'https://tilde.example/~alice/a%20b',
      [
        'https://tilde.example/.well-known/cross-signing?resource=https%3A%2F%2Ftilde.example%2F~alice%2Fa%2520b',
        'https://tilde.example/~alice/a%20b',
        'TXT _cross-signing.tilde.example',
      ],
    ],
    ['dns:alice.example', ['TXT _cross-signing.alice.example']],
    [
      'mimi://b.example/u/a&b=c',
      [
        'https://b.example/.well-known/cross-signing?resource=mimi%3A%2F%2Fb.example%2Fu%2Fa%26b%3Dc',
        'TXT _cross-signing.b.example',
      ],
    ],
    [
      'acct:Alice@social.example',
      [
        'https://social.example/.well-known/cross-signing?resource=acct%3Aalice%40social.example',
        'https://social.example/.well-known/webfinger?resource=acct%3Aalice%40social.example',
      ],
    ],
    [
      'https://social.example/@alice',
      [
        'https://social.example/.well-known/cross-signing?resource=https%3A%2F%2Fsocial.example%2F%40alice',
        'https://social.example/.well-known/webfinger?resource=https%3A%2F%2Fsocial.example%2F%40alice',
        'https://social.example/@alice',
      ],
    ],
    [
      'https://www.github.com/Alice/',
      [
        'https://github.com/alice',
        'https://api.github.com/users/alice',
        'https://api.github.com/users/alice/social_accounts',
        'https://api.github.com/users/alice/gists?per_page=100',
      ],
    ],
    [
      'https://bsky.app/profile/alice.example',
      ['TXT _atproto.alice.example', 'https://alice.example/.well-known/atproto-did'],
    ],
    ['did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', ['https://plc.directory/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa']],
    ['did:web:alice.example', ['https://alice.example/.well-known/did.json']],
  ])('of %s', (uri, places) => {
    expect(placesOf(uri)).toEqual(places);
  });

  test('of the subject is its well-known document and nothing else', () => {
    expect(placesOf('mimi://a.example/p/crazykoala75', { asSubject: true })).toEqual([
      'https://a.example/.well-known/cross-signing?resource=mimi%3A%2F%2Fa.example%2Fp%2Fcrazykoala75',
    ]);
    const account = recogniseAccount('mimi://a.example/u/alice');
    if ('unsupported' in account) throw new Error(account.reason);
    expect(
      locate(account, { asSubject: true }).map((place) => place.kind === 'well-known' && place.hostWide),
    ).toEqual([false]);
  });

  test('of any account whatever is a URL on a host that its address names or its service has', () => {
    const path = fc.webPath().map((text) => `https://alice.example${text}`);
    fc.assert(
      fc.property(path, (uri) => {
        const account = recogniseAccount(uri);
        if ('unsupported' in account) return;
        for (const place of placesOf(account.uri)) {
          if (!place.startsWith('TXT ')) expect(new URL(place).host).toBe('alice.example');
        }
      }),
    );
  });
});

test('recognising is idempotent: a canonical address is its own', () => {
  const uris = fc.oneof(
    fc.webUrl(),
    fc.webPath().map((text) => `https://GitHub.com${text}`),
    fc.webPath().map((text) => `https://social.example/@${text.slice(1)}`),
    fc.webPath().map((text) => `mimi://a.example/u${text}`),
  );
  fc.assert(
    fc.property(uris, (uri) => {
      const first = recogniseAccount(uri);
      if ('unsupported' in first) return;
      expect(recogniseAccount(first.uri)).toEqual({ ...first, normalized: first.uri });
    }),
  );
});
