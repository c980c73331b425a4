import { VERSION } from '../version.js';
import { DEFAULT_MAX_TIME_MS } from './limits.js';
import type { FetchSettings } from './types.js';

/** What holds where the operator said nothing. */
export const DEFAULT_FETCH_SETTINGS: FetchSettings = {
  connectTo: [],
  maxTimeMs: DEFAULT_MAX_TIME_MS,
  dnsServers: [],
  allowAddresses: [],
  userAgent: `crossproof/${VERSION}`,
};
