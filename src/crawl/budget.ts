import type { Fetcher, FetchRequest, Reading, TxtReading } from '../fetch/types.js';
import { registrableDomain } from '../services/index.js';
import { MAX_REQUESTS, MAX_REQUESTS_PER_DOMAIN } from './limits.js';

/**
 * Counts the requests of one verification, in all and by registrable domain, and refuses what is over. It counts
 * where requests go, not whom they are about: naming sixteen accounts must not become a flood on a third party.
 */
export function withBudget(fetcher: Fetcher, now: () => Date): Fetcher {
  let total = 0;
  const byDomain = new Map<string, number>();
  const spend = (host: string): boolean => {
    const domain = registrableDomain(host) ?? host;
    const spent = byDomain.get(domain) ?? 0;
    if (total >= MAX_REQUESTS || spent >= MAX_REQUESTS_PER_DOMAIN) return false;
    total += 1;
    byDomain.set(domain, spent + 1);
    return true;
  };
  const refusal = () => ({
    outcome: 'unreachable' as const,
    reason: 'limit' as const,
    detail: `at most ${MAX_REQUESTS_PER_DOMAIN} requests for one domain and ${MAX_REQUESTS} in all are made`,
    fetchedAt: now().toISOString(),
  });
  return {
    async fetch(request: FetchRequest, options): Promise<Reading> {
      const host = URL.canParse(request.url) ? new URL(request.url).hostname : '';
      if (!spend(host)) return { ...refusal(), url: request.url, hops: [] };
      return fetcher.fetch(request, options);
    },
    async txt(name, options): Promise<TxtReading> {
      if (!spend(name)) return { ...refusal(), name };
      return fetcher.txt(name, options);
    },
    close: () => fetcher.close(),
  };
}
