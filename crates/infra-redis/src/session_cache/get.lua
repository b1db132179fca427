-- KEYS[1]: a copy.
-- Gives its value and the milliseconds it has left; nothing once its user was forgotten.
local copy = redis.call('HMGET', KEYS[1], 'value', 'user')
if not copy[1] or redis.call('EXISTS', 'portico:user:' .. copy[2] .. ':forgotten') == 1 then
    return false
end
return { copy[1], redis.call('PTTL', KEYS[1]) }
