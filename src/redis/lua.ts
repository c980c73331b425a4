/**
 * Pieces of scripts. Time is Redis's own, in microseconds: the clocks of those who ask do not matter. Such a number has
 * 16 digits, exact as a double, but Lua writes 14 of them unless it is told.
 */
export const LUA_TIME = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local function text(number) return string.format('%.0f', number) end
local function ms(micros) return math.ceil(micros / 1000) end
`;

/**
 * A token bucket as one number, the time at which it is full again (as in src/fetch/token-bucket.ts): a full one needs
 * no key. `interval` is microseconds a token, \`burst\` tokens of a full bucket.
 */
export const LUA_BUCKET = `
local function bucket(key, interval, burst)
  local full_at = tonumber(redis.call('GET', key) or 0)
  -- A clock that was set back must not make anybody wait for longer than an empty bucket does.
  full_at = math.min(math.max(full_at, now), now + burst * interval)
  return {
    tokens = math.floor((now + burst * interval - full_at) / interval),
    wait = function(tokens) return ms(full_at + (tokens - burst) * interval - now) end,
    take = function()
      local after = full_at + interval
      redis.call('SET', key, text(after), 'PX', math.max(1, ms(after - now)))
    end,
  }
end
`;
