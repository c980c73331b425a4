export { createAddressGuard, isCidr } from './address-guard.js';
export { parseConnectTo } from './connect-to.js';
export { createFetcher, type FetcherDeps } from './fetcher.js';
export { MAX_MAX_TIME_SECONDS } from './limits.js';
export { type LocalPolitenessOptions, localPoliteness } from './local-politeness.js';
export { type Politeness, PolitenessError } from './politeness.js';
export { DEFAULT_FETCH_SETTINGS } from './settings.js';
export * from './types.js';
export { decideUrl } from './url-policy.js';
