import { TokenBuckets } from '../fetch/token-bucket.js';
import type { Clock } from '../fetch/types.js';

/** One more request of this key: may it be served? */
export interface RateLimiter {
  take(key: string): Promise<RateDecision>;
}

export interface RateDecision {
  readonly allowed: boolean;
  /** Milliseconds until the next one would be allowed; 0 when this one is. */
  readonly retryAfterMs: number;
  /** Further requests that would be allowed now. */
  readonly remaining: number;
}

/** What everybody is allowed. */
export interface RateLimitRules {
  readonly perMinute: number;
  /** How many may come at once. */
  readonly burst: number;
}

/** Callers remembered. One that stops asking is forgotten as soon as its bucket is full again. */
const MAX_CALLERS = 65_536;
const SECONDS_A_MINUTE = 60;

/** Counts the requests to this process. */
export function localRateLimiter(rules: RateLimitRules & { readonly clock: Clock }): RateLimiter {
  const { perMinute, burst, clock } = rules;
  const ratePerSecond = perMinute / SECONDS_A_MINUTE;
  const buckets = new TokenBuckets({ ratePerSecond, burst, clock, maxKeys: MAX_CALLERS });
  return {
    async take(key) {
      const { waitMs, remaining } = buckets.take(key);
      return { allowed: waitMs === 0, retryAfterMs: waitMs, remaining };
    },
  };
}
