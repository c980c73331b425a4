import { LUA_TIME } from './lua.js';

/**
 * A host is left alone from now on.
 *
 * KEYS: resting (hosts by the time until which they are left alone). ARGV: host, milliseconds, hosts kept. Of several wishes the
 * longest holds; of too many hosts those go that may be asked again first.
 */
export const NOTE_RESTING = `${LUA_TIME}
local resting, host, rest, kept = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', resting, '-inf', text(now))
local till = now + rest * 1000
if tonumber(redis.call('ZSCORE', resting, host) or 0) < till then
  redis.call('ZADD', resting, text(till), host)
end
redis.call('ZREMRANGEBYRANK', resting, 0, -kept - 1)
local last = redis.call('ZREVRANGE', resting, 0, 0, 'WITHSCORES')
redis.call('PEXPIRE', resting, math.max(1, ms(last[2] - now)))
`;

/** KEYS: resting. Answers the number of hosts. */
export const COUNT_RESTING = `${LUA_TIME}
return redis.call('ZCOUNT', KEYS[1], '(' .. text(now), '+inf')
`;

/** KEYS: resting. Answers host, milliseconds left, host, milliseconds left …, the longest first. */
export const LIST_RESTING = `${LUA_TIME}
local answer = redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', '(' .. text(now), 'WITHSCORES')
for i = 2, #answer, 2 do answer[i] = ms(answer[i] - now) end
return answer
`;
