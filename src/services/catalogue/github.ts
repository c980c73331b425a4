import { fillRecord } from '../fill.js';
import { elementsOf, select, textOf } from '../json-path.js';
import type { Answer, RecordLocation, StepResult } from '../location.js';
import type { Service } from '../service.js';
import type { Account } from '../types.js';

/** Gists read for one account: each costs a request, and a person needs one. */
const MAX_GISTS = 4;

/** First segments of github.com and gist.github.com that are pages of the service, not users. */
const RESERVED: ReadonlySet<string> = new Set(
  `about account apps blog codespaces collections contact customer-stories dashboard discover discussions
  enterprise events explore features forked gist gists github-copilot issues join login logout marketplace mine
  mobile new notifications organizations orgs pricing pulls readme resources search secret security sessions
  settings signup site solutions sponsors starred stars team topics trending users watching`.split(/\s+/),
);

const ACCEPT = 'application/vnd.github+json';
/** The API answers 403 when its anonymous allowance is used up. */
const STATUS = { 403: 'rate-limited' } as const;

const GIST: RecordLocation = {
  kind: 'record',
  where: 'gist',
  url: 'https://api.github.com/gists/{gist}',
  accept: ACCEPT,
  owner: [{ path: 'owner.login', equals: '{user}' }],
  texts: [
    { path: 'description', where: 'gist description' },
    { path: 'files.*.content', where: 'gist' },
  ],
  statusMeans: STATUS,
};

export const github: Service = {
  id: 'github',
  name: 'GitHub',
  params: {
    user: { pattern: /^[a-z0-9](?:[a-z0-9_-]{0,38})$/, fold: 'lower' },
    gist: { pattern: /^[0-9a-f]{1,40}$/ },
  },
  forms: [
    {
      canonical: 'https://github.com/{user}',
      spellings: [
        'https://www.github.com/{user}',
        'https://gist.github.com/{user}',
        'https://m.github.com/{user}',
      ],
      operator: 'github.com',
      accepts: ({ user = '' }) => !RESERVED.has(user),
      places: [
        {
          kind: 'page',
          where: 'profile page',
          url: 'https://github.com/{user}',
          regions: { owner: ['.user-profile-bio', '.vcard-names', '.vcard-details'] },
          body: 'ignored',
        },
        {
          kind: 'record',
          where: 'profile record',
          url: 'https://api.github.com/users/{user}',
          accept: ACCEPT,
          owner: [{ path: 'login', equals: '{user}' }],
          texts: [
            { path: 'bio', where: 'profile bio' },
            { path: 'blog', where: 'profile website' },
          ],
          accountId: 'id',
          createdAt: 'created_at',
          mentions: [{ link: 'https://gist.github.com/{user}/{gist}', place: GIST }],
          statusMeans: STATUS,
        },
        {
          kind: 'record',
          where: 'social accounts',
          url: 'https://api.github.com/users/{user}/social_accounts',
          accept: ACCEPT,
          owner: [],
          texts: [{ path: '*.url', where: 'social accounts' }],
          statusMeans: STATUS,
        },
        {
          kind: 'step',
          where: 'gists',
          asks: [
            {
              as: 'json',
              where: 'gists',
              url: 'https://api.github.com/users/{user}/gists?per_page=100',
              accept: ACCEPT,
              redirects: 'same-origin',
              statusMeans: STATUS,
            },
          ],
          read: readGists,
        },
      ],
    },
  ],
  publish: [
    { where: 'Settings → Public profile → Bio', what: 'the proof token', value: '{token}' },
    {
      where: 'or gist.github.com → New gist → Create public gist, a file named cross-signing.jwt',
      what: 'the statement',
      value: '{statement}',
    },
  ],
  examples: {
    matches: [
      ['https://github.com/alice', 'https://github.com/alice'],
      ['https://www.github.com/Alice/', 'https://github.com/alice'],
      ['https://gist.github.com/alice', 'https://github.com/alice'],
    ],
    rejects: [
      'https://github.com/alice/repo',
      'https://github.com/features',
      'https://github.com.evil.example/alice',
    ],
    claimed: 'https://github.com/octocat',
    unclaimed: 'https://github.com/no-such-user-7f3a',
    fixtures: {
      proof: 'https://github.com/shows-proof',
      silent: 'https://github.com/shows-nothing',
      others: 'https://github.com/others-show',
      missing: 'https://github.com/no-such-user-7f3a',
    },
  },
};

/** Public gists whose name or description says that they hold a proof; each is read and bound to its owner again. */
function readGists([answer]: readonly Answer[], account: Account): StepResult {
  if (answer?.outcome !== 'read') return answer ?? { outcome: 'absent' };
  const ids = elementsOf(answer.value)
    .filter((gist) => textOf(select(gist, 'owner.login')[0]).toLowerCase() === account.params.user)
    .filter((gist) =>
      [...select(gist, 'files.*.filename'), ...select(gist, 'description')].some(mentionsProof),
    )
    .map((gist) => textOf(select(gist, 'id')[0]))
    .filter((id) => /^[0-9a-f]{1,40}$/.test(id));
  const next = ids.slice(0, MAX_GISTS).map((gist) => fillRecord(GIST, { ...account.params, gist }));
  return { outcome: 'read', next };
}

function mentionsProof(value: unknown): boolean {
  return textOf(value).toLowerCase().includes('cross-signing');
}
