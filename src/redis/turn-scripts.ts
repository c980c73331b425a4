import { LUA_BUCKET, LUA_TIME } from './lua.js';

/**
 * One process asks for a turn at one host.
 *
 * KEYS: rest (exists while the host is left alone), holders (by the time their place is taken from them), bucket,
 * waiters (processes by their arrival), seen (the same by when they were last heard of).
 * ARGV: holder, process, places, hold ms, interval µs or 0, burst, waiter ms.
 *
 * Answers `{GRANTED, 0, 0}`, `{RESTING, ms, 0}`, or `{WAIT, ms, processes ahead}`: so long until there is a token for
 * it, 0 where a place is what is missing. Asked again for the same holder it answers the same: an answer may have been lost on its way.
 */
export const TAKE_TURN = `${LUA_TIME}${LUA_BUCKET}
local rest, holders, tat, waiters, seen = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local holder, process, places, hold = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local interval, burst, patience = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

local resting = redis.call('PTTL', rest)
if resting > 0 then
  redis.call('ZREM', waiters, process)
  redis.call('ZREM', seen, process)
  return {1, resting, 0}
end

redis.call('ZREMRANGEBYSCORE', holders, '-inf', text(now))
if redis.call('ZSCORE', holders, holder) then return {0, 0, 0} end

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', text(now - patience * 1000))) do
  redis.call('ZREM', waiters, gone)
  redis.call('ZREM', seen, gone)
end

local free = places - redis.call('ZCARD', holders)
local tokens = interval > 0 and bucket(tat, interval, burst) or nil
local ahead = redis.call('ZRANK', waiters, process) or redis.call('ZCARD', waiters)
if ahead < free and (not tokens or ahead < tokens.tokens) then
  redis.call('ZADD', holders, text(now + hold * 1000), holder)
  redis.call('PEXPIRE', holders, hold)
  redis.call('ZREM', waiters, process)
  redis.call('ZREM', seen, process)
  if tokens then tokens.take() end
  return {0, 0, 0}
end

redis.call('ZADD', waiters, 'NX', text(now), process)
redis.call('ZADD', seen, text(now), process)
redis.call('PEXPIRE', waiters, patience)
redis.call('PEXPIRE', seen, patience)
return {2, tokens and math.max(0, tokens.wait(ahead + 1)) or 0, ahead}
`;

/** What the first number of `TAKE_TURN`'s answer says. */
export const GRANTED = 0;
export const RESTING = 1;
export const WAIT = 2;

/** KEYS: rest. ARGV: milliseconds. Of several wishes the longest holds. */
export const LET_REST = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
`;
