import type { Form, Service } from '../service.js';
import { DNS_NAME, WELL_KNOWN_URL } from './common.js';

const PLACES: Form['places'] = [
  { kind: 'well-known', where: 'well-known document', url: WELL_KNOWN_URL, hostWide: true },
  { kind: 'dns', where: 'DNS TXT record', name: DNS_NAME, hostWide: true },
];

/** MIMI providers: users and pseudonyms, and the provider itself. A subject shows its well-known document alone. */
export const mimi: Service = {
  id: 'mimi',
  name: 'MIMI provider',
  params: {
    // A provider may have a name of one label inside a closed system; `.invalid` says that there is no domain at all.
    host: { pattern: /^(?!(?:.{0,250}\.)?invalid$)[a-z0-9][a-z0-9.-]{0,252}$/, fold: 'lower' },
    user: { pattern: /^[^\u0000-\u001f\u007f]{1,255}$/u },
  },
  forms: [
    { canonical: 'mimi://{host}/u/{user}', operator: '{host}', places: PLACES },
    { canonical: 'mimi://{host}/p/{user}', operator: '{host}', places: PLACES },
    { canonical: 'mimi://{host}', operator: '{host}', places: PLACES },
  ],
  publish: [
    {
      where:
        'your MIMI provider, as the document https://{host}/.well-known/cross-signing?resource={resource}',
      what: 'the statement, served as application/jwt',
      value: '{statement}',
    },
  ],
  examples: {
    matches: [
      ['mimi://a.example/u/alice', 'mimi://a.example/u/alice'],
      ['mimi://a.example/p/crazykoala75', 'mimi://a.example/p/crazykoala75'],
      ['mimi://a.example', 'mimi://a.example'],
    ],
    rejects: [
      'mimi://a.example/r/clubhouse',
      'mimi://a.example/d/alice/phone',
      'mimi://local.invalid/u/alice',
    ],
    claimed: 'mimi://a.example/u/shows-proof',
    unclaimed: 'mimi://a.example/u/no-such-user-7f3a',
    fixtures: {
      proof: 'mimi://a.example/u/shows-proof',
      silent: 'mimi://a.example/u/shows-nothing',
      others: 'mimi://a.example/u/others-show',
      missing: 'mimi://a.example/u/no-such-user-7f3a',
    },
  },
};
