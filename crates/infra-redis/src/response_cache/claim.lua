-- KEYS: the version of a scope, and its pages.
-- ARGV: a fresh version, and the milliseconds a version stays.
-- Gives the version that stands: the one that is there, or else the fresh one, to which no page belongs yet.
local version = redis.call('GET', KEYS[1])
if not version then
    redis.call('DEL', KEYS[2])
end
redis.call('SET', KEYS[1], version or ARGV[1], 'PX', ARGV[2])
return version or ARGV[1]
