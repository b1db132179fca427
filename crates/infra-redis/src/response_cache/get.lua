-- KEYS[1]: the pages of a scope.
-- ARGV[1]: one of them.
-- Gives it and the milliseconds it has left; nothing once its time is over, or if it has no end.
local value = redis.call('HGET', KEYS[1], ARGV[1])
local ends_at, start = string.match(value or '', '^(%d+):()')
if not ends_at then
    return false
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local left = tonumber(ends_at) - now
if left <= 0 then
    return false
end
return { string.sub(value, start), left }
