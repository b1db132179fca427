-- KEYS[1]: the version of a scope.
-- ARGV: a fresh one, and the milliseconds a version stays.
-- Gives the version that stands: the one that is there, or else the fresh one.
local version = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], version or ARGV[1], 'PX', ARGV[2])
return version or ARGV[1]
