import type { Form, Service } from '../service.js';
import { DNS_NAME, HOST, WELL_KNOWN_URL } from './common.js';

/** Nobody knows whose text a page without an entry holds, so no region is the owner's (profile section 2.2). */
const NO_REGIONS = { owner: [] } as const;

const places = (hostWide: boolean): Form['places'] => [
  { kind: 'well-known', where: 'well-known document', url: WELL_KNOWN_URL, hostWide },
  { kind: 'page', where: 'page', url: '{+uri}', regions: NO_REGIONS, body: 'unattributed' },
  { kind: 'dns', where: 'DNS TXT record', name: DNS_NAME, hostWide },
];

/** Any https page that no other entry knows. */
export const website: Service = {
  id: 'website',
  name: 'Website',
  params: {
    host: HOST,
    path: { pattern: /^[^\s#]{1,2048}$/ },
  },
  forms: [
    { canonical: 'https://{host}/', operator: '{host}', places: places(false) },
    { canonical: 'https://{host}/{+path}', operator: '{host}', places: places(true) },
  ],
  publish: [
    {
      where: 'a file /.well-known/cross-signing on {host}, served as application/jwt',
      what: 'the statement',
      value: '{statement}',
    },
    {
      where: 'or the head of the page {uri}',
      what: 'a script element with the statement',
      value: '<script type="application/jwt">{statement}</script>',
    },
    {
      where: 'or the zone of {host}: a TXT record named _cross-signing',
      what: 'the proof token',
      value: '{token}',
    },
  ],
  examples: {
    matches: [
      ['https://alice.example/', 'https://alice.example/'],
      ['https://alice.example/~me/', 'https://alice.example/~me/'],
      ['https://alice.example/~me', 'https://alice.example/~me'],
    ],
    rejects: ['http://alice.example/', 'dns:alice.example', 'https://alice/'],
    claimed: 'https://shows-proof.example/',
    unclaimed: 'https://no-such-user-7f3a.example/',
    fixtures: {
      proof: 'https://shows-proof.example/',
      silent: 'https://shows-nothing.example/',
      others: 'https://others-show.example/',
      missing: 'https://shows-nothing.example/no-such-user-7f3a',
    },
  },
};
