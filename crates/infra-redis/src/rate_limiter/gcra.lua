-- GCRA by the clock of Redis, in microseconds.
-- KEYS[1]: when the whole quota of the key is there again.
-- ARGV: what one request owes, what may be owed at most, and 1 to count a request or -1 to give one back.
-- Gives what was owed before.
local interval, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local free_at = tonumber(redis.call('GET', KEYS[1]) or now)
-- A clock that was set back must not owe anybody more than a whole quota.
local owed = math.min(math.max(free_at - now, 0), capacity)
local next_owed = owed + interval * tonumber(ARGV[3])
if next_owed <= 0 then
    redis.call('DEL', KEYS[1])
elseif next_owed <= capacity then
    local milliseconds = string.format('%.0f', math.ceil(next_owed / 1000))
    redis.call('SET', KEYS[1], string.format('%.0f', now + next_owed), 'PX', milliseconds)
end
return owed
