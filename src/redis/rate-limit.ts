import { createHmac } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { RateDecision, RateLimiter } from '../api/rate-limit.js';
import { microsecondsEach } from '../fetch/token-bucket.js';
import { COUNT_ALONE_MS, COUNT_MS } from './limits.js';
import { LUA_BUCKET, LUA_TIME } from './lua.js';
import { numbers, script } from './script.js';

export interface RedisRateLimiterOptions {
  /** Of role `command`. */
  readonly redis: Redis;
  /** Begins all keys. */
  readonly prefix: string;
  readonly perMinute: number;
  /** How many requests may come at once. */
  readonly burst: number;
  /** Shared by all processes, and unknown to who sees Redis alone: a hash of an address without one is soon guessed. */
  readonly secret: string;
  /** Counts while Redis is away: then each process allows as much as all do otherwise. */
  readonly fallback: RateLimiter;
  /** Milliseconds that a request waits to be counted, by default COUNT_MS. */
  readonly countMs?: number;
}

/** KEYS: bucket. ARGV: interval µs, burst. Answers `{milliseconds to wait or 0 where a token was taken, tokens left}`. */
const TAKE_TOKEN = `${LUA_TIME}${LUA_BUCKET}
local tokens = bucket(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]))
if tokens.tokens < 1 then return {math.max(1, tokens.wait(1)), 0} end
tokens.take()
return {0, tokens.tokens - 1}`;

const SECONDS_A_MINUTE = 60;

/** Counts the requests to all processes that share a Redis. Never fails, and never waits for longer than `countMs`. */
export function redisRateLimiter(options: RedisRateLimiterOptions): RateLimiter {
  const { redis, prefix, perMinute, burst, secret, fallback, countMs = COUNT_MS } = options;
  const takeToken = script(redis, TAKE_TOKEN);
  const interval = microsecondsEach(perMinute / SECONDS_A_MINUTE);
  const name = (key: string) =>
    `${prefix}:rate:${createHmac('sha256', secret).update(key).digest('base64url')}`;
  let aloneUntil = 0;

  async function count(key: string): Promise<RateDecision> {
    const reply = await inTime(takeToken([name(key)], [interval, burst]), countMs);
    const [waitMs = 0, remaining = 0] = numbers(reply, 2);
    return { allowed: waitMs === 0, retryAfterMs: waitMs, remaining };
  }

  return {
    async take(key) {
      if (performance.now() < aloneUntil) return fallback.take(key);
      try {
        return await count(key);
      } catch {
        aloneUntil = performance.now() + COUNT_ALONE_MS;
        return fallback.take(key);
      }
    },
  };
}

/** Rejects where the answer does not come in time; one that comes later is dropped. */
function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
