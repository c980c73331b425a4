import { expect, it } from 'vitest';
import { localRateLimiter } from '../../src/api/rate-limit.js';
import { frozenClock } from '../support/frozen-clock.js';

it('a caller may come in a burst and then as often as the rate says, and no other caller pays for it', async () => {
  const clock = frozenClock();
  const limiter = localRateLimiter({ perMinute: 60, burst: 2, clock });
  const decisions = [];
  for (const key of ['a', 'a', 'a', 'b']) decisions.push(await limiter.take(key));
  clock.advance(1_000);
  decisions.push(await limiter.take('a'));
  expect(decisions).toEqual([
    { allowed: true, retryAfterMs: 0, remaining: 1 },
    { allowed: true, retryAfterMs: 0, remaining: 0 },
    { allowed: false, retryAfterMs: 1_000, remaining: 0 },
    { allowed: true, retryAfterMs: 0, remaining: 1 },
    { allowed: true, retryAfterMs: 0, remaining: 0 },
  ]);
});
