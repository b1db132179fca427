-- KEYS: a copy, then the tombstones that keep it out.
-- ARGV: its value, its user, and the milliseconds it may stay.
-- A copy that is there already stays: this one may have been read before it.
if redis.call('EXISTS', unpack(KEYS)) > 0 then
    return
end
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'user', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
