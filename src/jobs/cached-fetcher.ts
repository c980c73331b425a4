import type { Fetcher } from '../fetch/types.js';
import { withCache } from '../fetch/with-cache.js';
import type { WorkerDeps } from './deps.js';

/**
 * The process's fetcher with the answers kept for this subject, and for no other: their age would tell on others.
 *
 * @param verification answers that come in after it is gone (its subject was forgotten) are not kept
 */
export function fetcherOf(deps: WorkerDeps, subject: string, verification: string): Fetcher {
  const onError = (error: unknown) => deps.observer?.trouble(error);
  return withCache(deps.fetcher, deps.store.responseCache({ subject, verification, onError }));
}
