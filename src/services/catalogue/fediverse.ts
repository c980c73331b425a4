import type { Location } from '../location.js';
import { operatorOf } from '../operators.js';
import { FEDIVERSE_OPERATORS } from '../platforms/index.js';
import type { Service } from '../service.js';
import { FEDIVERSE_STEP } from '../steps/fediverse.js';
import { HOST, WELL_KNOWN_URL } from './common.js';

const WELL_KNOWN: Location = {
  kind: 'well-known',
  where: 'well-known document',
  url: WELL_KNOWN_URL,
  hostWide: true,
};

/** Accounts of any ActivityPub server: by their address, or by their page. What is named is read. */
export const fediverse: Service = {
  id: 'fediverse',
  name: 'Fediverse',
  params: {
    host: HOST,
    user: { pattern: /^[a-z0-9_](?:[a-z0-9_.-]{0,254})$/, fold: 'lower' },
  },
  forms: [
    {
      canonical: 'acct:{user}@{host}',
      operator: '{host}',
      places: [WELL_KNOWN, FEDIVERSE_STEP],
    },
    {
      canonical: 'https://{host}/@{user}',
      operator: '{host}',
      // Many sites have /@ pages; of a large one that is no instance, the table of platforms says so.
      accepts: ({ host = '' }) => {
        const { operator, selfHosted } = operatorOf(host);
        return selfHosted || FEDIVERSE_OPERATORS.has(operator);
      },
      places: [
        WELL_KNOWN,
        FEDIVERSE_STEP,
        {
          kind: 'page',
          where: 'profile page',
          url: 'https://{host}/@{user}',
          regions: { owner: [] },
          // The page shows what others wrote too, and the actor has the owner's part of it.
          body: 'ignored',
          optional: true,
        },
      ],
    },
  ],
  publish: [
    {
      where: 'Preferences → Public profile → Edit profile → Extra fields (label: cross-signing)',
      what: 'the proof token',
      value: '{token}',
    },
    { where: 'or in the bio on the same page', what: 'the proof token', value: '{token}' },
  ],
  examples: {
    matches: [
      ['acct:alice@social.example', 'acct:alice@social.example'],
      ['acct:Alice@social.example', 'acct:alice@social.example'],
      ['https://social.example/@alice', 'https://social.example/@alice'],
      ['https://mastodon.social/@Alice/', 'https://mastodon.social/@alice'],
    ],
    rejects: [
      'https://medium.com/@alice',
      'https://social.example/@alice@other.example',
      'https://social.example/@/',
    ],
    claimed: 'acct:mastodon@mastodon.social',
    unclaimed: 'acct:no_such_user_7f3a@mastodon.social',
    fixtures: {
      proof: 'acct:shows_proof@social.example',
      silent: 'acct:shows_nothing@social.example',
      others: 'acct:others_show@social.example',
      missing: 'https://social.example/@no_such_user_7f3a',
    },
  },
};
