import { describe, expect, test } from 'vitest';
import { html, json, type SiteAnswer, type SiteHandler, site, text } from '../../src/demo/answers.js';
import { found, nobody, nothing, read, summary, TOKEN, unreachable } from './support/read-one.js';

describe('GitHub', () => {
  const user = (more: object = {}) =>
    json({ login: 'Alice', id: 583231, bio: null, blog: '', created_at: '2011-01-25T18:44:36Z', ...more });
  const GIST = 'a'.repeat(32);
  const gist = (login: string) => ({
    id: GIST,
    description: '',
    owner: { login },
    files: { 'cross-signing.jwt': { filename: 'cross-signing.jwt', content: TOKEN } },
  });
  const hosts = (paths: Record<string, SiteAnswer> = {}) => ({
    'github.com': site({ '/alice': html('<p>Alice') }),
    'api.github.com': site({
      '/users/alice': user(),
      '/users/alice/social_accounts': json([]),
      '/users/alice/gists': json([]),
      ...paths,
    }),
  });

  test.each<[string, Record<string, SiteHandler>, object]>([
    ['the bio counts', hosts({ '/users/alice': user({ bio: TOKEN }) }), found('profile bio')],
    [
      'a record of another login does not',
      hosts({ '/users/alice': user({ login: 'mallory', bio: TOKEN }) }),
      nothing,
    ],
    [
      'social accounts count',
      hosts({
        '/users/alice/social_accounts': json([
          { provider: 'generic', url: `https://alice.example/ ${TOKEN}` },
        ]),
      }),
      found('social accounts'),
    ],
    [
      'a gist of hers counts',
      hosts({ '/users/alice/gists': json([gist('alice')]), [`/gists/${GIST}`]: json(gist('alice')) }),
      found('gist'),
    ],
    [
      'a gist in her list that is of somebody else does not',
      hosts({ '/users/alice/gists': json([gist('alice')]), [`/gists/${GIST}`]: json(gist('mallory')) }),
      nothing,
    ],
    [
      'a gist named in her bio counts',
      hosts({
        '/users/alice': user({ bio: `my proof: https://gist.github.com/alice/${GIST}.` }),
        [`/gists/${GIST}`]: json(gist('Alice')),
      }),
      found('gist'),
    ],
    [
      "somebody else's gist named in her bio does not",
      hosts({
        '/users/alice': user({ bio: `https://gist.github.com/mallory/${GIST}` }),
        [`/gists/${GIST}`]: json(gist('mallory')),
      }),
      nothing,
    ],
    [
      "somebody else's gist under her name does not",
      hosts({
        '/users/alice': user({ blog: `https://gist.github.com/alice/${GIST}` }),
        [`/gists/${GIST}`]: json(gist('mallory')),
      }),
      nothing,
    ],
    [
      'an allowance that is used up is told as such',
      hosts({ '/users/alice': text('', undefined, 403) }),
      unreachable('rate-limited'),
    ],
    [
      'an account that does not exist is absent',
      { 'github.com': site({}), 'api.github.com': site({}) },
      nobody,
    ],
  ])('%s', async (_, sites, expected) => {
    expect(summary(await read('https://github.com/alice', sites))).toEqual(expected);
  });

  test('a well-known document named in the bio is evidence of who serves it', async () => {
    const jwt = `${Buffer.from('{"typ":"cross-signing+jwt"}').toString('base64url')}.e30.AAAA`;
    const sites = {
      ...hosts({ '/users/alice': user({ bio: 'https://alice.example/.well-known/cross-signing' }) }),
      'alice.example': site({
        '/.well-known/cross-signing': {
          status: 200,
          headers: { 'content-type': 'application/jwt' },
          body: jwt,
        },
      }),
    };
    expect(summary(await read('https://github.com/alice', sites)).finds).toEqual([
      ['document linked from the profile bio', jwt, 'alice.example'],
    ]);
  });

  test('hundreds of links in a bio are not as many requests', async () => {
    const bio = Array.from({ length: 300 }, (_, n) => `https://gist.github.com/alice/${n.toString(16)}`).join(
      ' ',
    );
    const reading = await read('https://github.com/alice', hosts({ '/users/alice': user({ bio }) }));
    expect(reading.requests).toBe(8);
  });

  test('its persistent id and its age are told', async () => {
    const { accountId, createdAt } = await read('https://github.com/alice', hosts());
    expect({ accountId, createdAt }).toEqual({ accountId: '583231', createdAt: '2011-01-25T18:44:36Z' });
  });
});
