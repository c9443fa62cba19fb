import { createHash } from 'node:crypto';

/**
 * The counter as one script, the same for Redis and Upstash. KEYS: a list of times for each claim, oldest first, in whole microseconds of
 * the store's clock. ARGV: that clock (empty: the store's own), the cost (0 only looks), the window, then the limit of each claim.
 * Answers with the number of the claim that refused, or 0; then how much of that claim, or of the first, is used; then the microseconds
 * until more is admitted.
 *
 * - `tostring` keeps 14 digits and a time has 16, hence `%.0f`.
 * - A clock that was set back would hold everybody up for as long as it went back: the entries move along with it.
 * - PEXPIRE counts from a time that may be older than TIME's. It only clears up, a second late, and never decides.
 */
export const takeScript = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local cost, window = tonumber(ARGV[2]), tonumber(ARGV[3])

local function append(key, times)
  for from = 1, #times, 1000 do
    redis.call('RPUSH', key, unpack(times, from, math.min(from + 999, #times)))
  end
  redis.call('PEXPIRE', key, math.ceil(window / 1000) + 1000)
end

local function count(key)
  local newest = tonumber(redis.call('LINDEX', key, -1) or now)
  if newest > now then
    local times = redis.call('LRANGE', key, 0, -1)
    for i, at in ipairs(times) do times[i] = string.format('%.0f', at - newest + now) end
    redis.call('DEL', key)
    append(key, times)
  end
  local oldest = redis.call('LINDEX', key, 0)
  while oldest and tonumber(oldest) <= now - window do
    redis.call('LPOP', key)
    oldest = redis.call('LINDEX', key, 0)
  end
  return redis.call('LLEN', key)
end

local function untilGone(key, nth)
  return redis.call('LINDEX', key, nth - 1) + window - now
end

for i, key in ipairs(KEYS) do
  local limit, used = tonumber(ARGV[3 + i]), count(key)
  if cost > 0 and used + cost > limit then
    return { i, used, cost > limit and window or untilGone(key, used + cost - limit) }
  end
end
if cost > 0 then
  local times = {}
  for i = 1, cost do times[i] = string.format('%.0f', now) end
  for _, key in ipairs(KEYS) do append(key, times) end
end
local used = redis.call('LLEN', KEYS[1])
return { 0, used, used == 0 and 0 or untilGone(KEYS[1], 1) }
`;

export const takeScriptSha = createHash('sha1').update(takeScript).digest('hex');
