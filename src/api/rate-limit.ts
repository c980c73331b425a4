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
