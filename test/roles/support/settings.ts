import type { FetchSettings } from '../../../src/fetch/types.js';

/** For roles that fetch nothing. */
export const SETTINGS: FetchSettings = {
  connectTo: [],
  maxTimeMs: 1_000,
  dnsServers: [],
  allowAddresses: [],
  userAgent: 'test',
};
