import type { Service } from '../service.js';
import { DNS_NAME, HOST } from './common.js';

/** A domain name itself: what its zone says. Without DNSSEC it supports, and never opens a contest. */
export const dns: Service = {
  id: 'dns',
  name: 'Domain name (DNS)',
  params: { host: HOST },
  forms: [
    {
      canonical: 'dns:{host}',
      operator: '{host}',
      places: [{ kind: 'dns', where: 'DNS TXT record', name: DNS_NAME }],
    },
  ],
  publish: [
    {
      where: 'the zone of {host}: a TXT record named _cross-signing',
      what: 'the proof token',
      value: '{token}',
    },
  ],
  examples: {
    matches: [['dns:alice.example', 'dns:alice.example']],
    rejects: ['dns:alice', 'https://alice.example/'],
    claimed: 'dns:shows-proof.example',
    unclaimed: 'dns:no-such-user-7f3a.example',
    fixtures: {
      proof: 'dns:shows-proof.example',
      silent: 'dns:shows-nothing.example',
      others: 'dns:others-show.example',
      missing: 'dns:no-such-user-7f3a.example',
    },
  },
};
