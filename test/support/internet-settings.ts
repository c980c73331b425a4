import type { Internet } from '../../src/demo/internet.js';
import type { FetchSettings } from '../../src/fetch/types.js';
import { pair } from './loopback-fetcher.js';

/** Milliseconds for one reading: it ends what hangs, and a machine that stands still for a while fails nothing. */
const MAX_TIME_MS = 60_000;

/** What `createFetcher` takes to see this internet, and only this one. */
export function settingsFor(internet: Internet, maxTimeMs = MAX_TIME_MS): FetchSettings {
  return {
    connectTo: internet.connectTo.map(pair),
    ca: internet.ca,
    maxTimeMs,
    dnsServers: [internet.dns.address],
    allowAddresses: [],
    userAgent: 'crossproof-test',
  };
}
