--[[
  A worker says that it lives and of which environment it is.

  KEYS[1]  workers: hash of a worker's ID to what it offers
  KEYS[2]  environments: hash of a fingerprint to its environment and when it was last seen

  ARGV[1]  the worker's ID
  ARGV[2]  fingerprint of its environment
  ARGV[3]  the environment (JSON); empty where it was told lately
  ARGV[4]  how many slots it has
  ARGV[5]  for how many ms the announcement holds
  ARGV[6]  '1' at the worker's first announcement, which removes those of its earlier starts; else '0'

  Reply: 1, or 0 where the environment has to be told again
]]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local name = string.match(ARGV[1], '^(.*)%.[^.]*$')
if ARGV[6] == '1' and name then
  for _, other in ipairs(redis.call('HKEYS', KEYS[1])) do
    if other ~= ARGV[1] and string.match(other, '^(.*)%.[^.]*$') == name then redis.call('HDEL', KEYS[1], other) end
  end
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode({
  fingerprint = ARGV[2], slots = tonumber(ARGV[4]), expiresAtMs = now + tonumber(ARGV[5]),
}))
if ARGV[3] == '' then
  return redis.call('HEXISTS', KEYS[2], ARGV[2])
end
redis.call('HSET', KEYS[2], ARGV[2], cjson.encode({environment = ARGV[3], seenAtMs = now}))
return 1
