import { describe, expect, test } from 'vitest';
import {
  html,
  json,
  notFound,
  type SiteAnswer,
  type SiteHandler,
  site,
  text,
} from '../../src/demo/answers.js';
import { found, nobody, nothing, read, summary, TOKEN, unreachable, web } from './support/read-one.js';

describe('fediverse', () => {
  const HOST = 'social.example';
  const ACCT = `acct:alice@${HOST}`;
  const ID = `https://${HOST}/users/alice`;
  const jrd = (subject: string | undefined, self = ID) =>
    json(
      { subject, links: [{ rel: 'self', type: 'application/activity+json', href: self }] },
      'application/jrd+json',
    );
  const actor = (more: object = {}, type = 'application/activity+json') =>
    json(
      {
        id: ID,
        preferredUsername: 'alice',
        url: `https://${HOST}/@alice`,
        published: '2022-11-05T00:00:00Z',
        attachment: [{ type: 'PropertyValue', name: 'cross-signing', value: `<span>${TOKEN}</span>` }],
        ...more,
      },
      type,
    );
  /** WebFinger by resource; what it does not know is 404. */
  const webfinger =
    (answers: Record<string, SiteAnswer>): SiteHandler =>
    ({ query }) =>
      answers[query.get('resource') ?? ''] ?? notFound();
  const instance = (answers: Record<string, SiteAnswer>, paths: Record<string, SiteAnswer> = {}) => ({
    [HOST]: site({ '/.well-known/webfinger': webfinger(answers), '/users/alice': actor(), ...paths }),
  });

  test('an account is read through WebFinger and its actor, which say its id and its age', async () => {
    const reading = await read(ACCT, instance({ [ACCT]: jrd(ACCT) }));
    expect({ ...summary(reading), accountId: reading.accountId, createdAt: reading.createdAt }).toEqual({
      ...found('profile field'),
      accountId: ID,
      createdAt: '2022-11-05T00:00:00Z',
    });
  });

  test.each<[string, Record<string, SiteHandler>, object]>([
    [
      'the bio counts',
      instance(
        { [ACCT]: jrd(ACCT) },
        { '/users/alice': actor({ attachment: [], summary: `<p>Hi <b>${TOKEN}</b></p>` }) },
      ),
      found('profile bio'),
    ],
    [
      'case does not matter',
      instance(
        { [ACCT]: jrd(`acct:Alice@${HOST}`) },
        { '/users/alice': actor({ preferredUsername: 'Alice' }) },
      ),
      found('profile field'),
    ],
    [
      'a JRD without a subject is believed when the actor says the same',
      instance({ [ACCT]: jrd(undefined) }),
      found('profile field'),
    ],
    [
      'a field of another type is no profile field',
      instance(
        { [ACCT]: jrd(ACCT) },
        { '/users/alice': actor({ attachment: { type: 'IdentityProof', value: TOKEN } }) },
      ),
      nothing,
    ],
    [
      'the document of another subject gives nothing',
      instance(
        { [ACCT]: jrd(`acct:bob@${HOST}`, `https://${HOST}/users/bob`) },
        { '/users/bob': actor({ id: `https://${HOST}/users/bob`, preferredUsername: 'bob' }) },
      ),
      nobody,
    ],
    [
      'a link to another account gives nothing',
      instance(
        { [ACCT]: jrd(ACCT, `https://${HOST}/users/bob`) },
        { '/users/bob': actor({ id: `https://${HOST}/users/bob`, preferredUsername: 'bob' }) },
      ),
      nobody,
    ],
    [
      'an actor that stands elsewhere is asked for at its id',
      instance({ [ACCT]: jrd(ACCT, `https://${HOST}/u/1`) }, { '/u/1': actor() }),
      found('profile field'),
    ],
    [
      'an actor whose id is another document gives nothing',
      instance(
        { [ACCT]: jrd(ACCT, `https://${HOST}/u/1`) },
        { '/u/1': actor(), '/users/alice': actor({ id: `https://${HOST}/u/2` }) },
      ),
      nothing,
    ],
    [
      'a document without an id is no actor',
      instance({ [ACCT]: jrd(ACCT) }, { '/users/alice': actor({ id: 'alice' }) }),
      nobody,
    ],
    [
      'a page instead of an actor is nothing',
      instance({ [ACCT]: jrd(ACCT) }, { '/users/alice': html(TOKEN) }),
      nothing,
    ],
    [
      'a server in secure mode needs a credential',
      instance({ [ACCT]: jrd(ACCT) }, { '/users/alice': text('', undefined, 401) }),
      unreachable('needs-credential'),
    ],
    [
      'JSON that is none is unreachable',
      instance({ [ACCT]: jrd(ACCT) }, { '/users/alice': text('{', 'application/activity+json') }),
      unreachable('malformed'),
    ],
    ['an account that WebFinger does not know is absent', instance({}), nobody],
    [
      'WebFinger that fails is unreachable',
      instance({ [ACCT]: text('', undefined, 501) }),
      unreachable('status'),
    ],
    ['a page for WebFinger is absent', instance({ [ACCT]: html('<p>Hello') }), nobody],
  ])('%s', async (_, sites, expected) => {
    const { finds, reason, outcome } = summary(await read(ACCT, sites));
    // A step that was read and led nowhere still says that the host answers.
    const calm = expected === nobody || expected === nothing;
    expect({ finds, reason, outcome: calm ? 'calm' : outcome }).toEqual(
      calm ? { ...expected, outcome: 'calm' } : expected,
    );
    if (calm) expect(['read', 'absent']).toContain(outcome);
  });

  test('a domain may delegate to another host, if that leads back', async () => {
    const delegating = (back: string) => ({
      'alice.example': site({
        '/.well-known/webfinger': webfinger({ 'acct:alice@alice.example': jrd('acct:alice@alice.example') }),
      }),
      ...instance({ [ACCT]: jrd(back) }),
    });
    expect(summary(await read('acct:alice@alice.example', delegating('acct:alice@alice.example')))).toEqual(
      found('profile field', HOST),
    );
    await web?.close();
    expect(summary(await read('acct:alice@alice.example', delegating(ACCT))).finds).toEqual([]);
  });

  test('a host may prefer another address, if that leads to the same actor', async () => {
    const preferred = 'acct:alice@alice.example';
    const sites = (self: string) => ({
      ...instance({ [ACCT]: jrd(preferred) }),
      'alice.example': site({ '/.well-known/webfinger': webfinger({ [preferred]: jrd(preferred, self) }) }),
    });
    expect(summary(await read(ACCT, sites(ID)))).toEqual(found('profile field'));
    await web?.close();
    expect(summary(await read(ACCT, sites('https://alice.example/users/mallory'))).finds).toEqual([]);
  });

  test.each<[string, Record<string, SiteAnswer>, object, unknown[]]>([
    [
      'by its own address',
      { [`https://${HOST}/@alice`]: jrd(ACCT) },
      {},
      [['profile field', TOKEN, undefined]],
    ],
    [
      'by acct: where the server knows no other',
      { [ACCT]: jrd(ACCT) },
      {},
      [['profile field', TOKEN, undefined]],
    ],
    ['but only if the actor names the page', { [ACCT]: jrd(ACCT) }, { url: `https://${HOST}/@bob` }, []],
  ])('a page is read %s', async (_, answers, more, finds) => {
    const sites = instance(answers, { '/users/alice': actor(more) });
    expect(summary(await read(`https://${HOST}/@alice`, sites)).finds).toEqual(finds);
  });
});
