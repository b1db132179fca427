-- KEYS: the version of a scope, and its pages.
-- ARGV: the version that a page belongs to, its field, the page, and the milliseconds it may stay.
-- A page of another version than the one that stands was read before a change, so it is not kept.
local version = redis.call('GET', KEYS[1])
if version and version ~= ARGV[1] then
    return
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local ends_at = string.format('%.0f', now + tonumber(ARGV[4]))
redis.call('HSET', KEYS[2], ARGV[2], ends_at .. ':' .. ARGV[3])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[4]) then
    redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
