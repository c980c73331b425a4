import type { Service } from '../service.js';
import { HANDLE_STEP, PLC_STEP, WEB_STEP } from '../steps/bluesky.js';
import { HOST } from './common.js';

/**
 * Bluesky and any other atproto server. A handle passes DNS, the DID's directory and a server; its operator is that
 * of the handle's domain, and what a server of yet another self-hosted domain says is that server's evidence.
 */
export const bluesky: Service = {
  id: 'bluesky',
  name: 'Bluesky (atproto)',
  params: {
    // `.example` never resolves as a handle of the public network; here it stands for documentation and tests.
    handle: {
      pattern:
        /^(?!.{0,250}\.(?:alt|arpa|internal|invalid|local|localhost|onion)$)(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,126}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      fold: 'lower',
    },
    plc: { pattern: /^[a-z2-7]{24}$/ },
    host: HOST,
  },
  forms: [
    {
      canonical: 'https://bsky.app/profile/{handle}',
      spellings: ['https://www.bsky.app/profile/{handle}'],
      operator: '{handle}',
      places: [HANDLE_STEP],
    },
    {
      canonical: 'https://bsky.app/profile/did:plc:{plc}',
      spellings: ['https://www.bsky.app/profile/did:plc:{plc}'],
      operator: 'plc.directory',
      places: [PLC_STEP],
    },
    {
      canonical: 'https://bsky.app/profile/did:web:{host}',
      spellings: ['https://www.bsky.app/profile/did:web:{host}'],
      operator: '{host}',
      places: [WEB_STEP],
    },
    { canonical: 'did:plc:{plc}', operator: 'plc.directory', places: [PLC_STEP] },
    { canonical: 'did:web:{host}', operator: '{host}', places: [WEB_STEP] },
  ],
  publish: [{ where: 'Profile → Edit profile → Description', what: 'the proof token', value: '{token}' }],
  examples: {
    matches: [
      ['https://bsky.app/profile/Alice.example', 'https://bsky.app/profile/alice.example'],
      ['https://bsky.app/profile/alice.bsky.social/', 'https://bsky.app/profile/alice.bsky.social'],
      [
        'https://bsky.app/profile/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
        'https://bsky.app/profile/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
      ],
      ['did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'],
      ['did:web:alice.example', 'did:web:alice.example'],
    ],
    rejects: [
      'https://bsky.app/profile/alice',
      'https://bsky.app/profile/alice.example/post/3k',
      'did:plc:short',
      'did:web:alice.example:path',
      'did:key:z6Mk',
    ],
    claimed: 'https://bsky.app/profile/bsky.app',
    unclaimed: 'https://bsky.app/profile/no-such-user-7f3a.bsky.social',
    fixtures: {
      proof: 'https://bsky.app/profile/shows-proof.bsky.social',
      silent: 'https://bsky.app/profile/shows-nothing.bsky.social',
      others: 'https://bsky.app/profile/others-show.bsky.social',
      missing: 'https://bsky.app/profile/no-such-user-7f3a.bsky.social',
    },
  },
};
