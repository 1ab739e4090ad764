--[[
  Takes a run off the list, unless its entry has changed meanwhile.

  KEYS[1]  the list: hash of a run's ID to its entry
  KEYS[2]  what the run had in Redis (hash)

  ARGV[1]  the run's ID
  ARGV[2]  the entry as it was read

  Reply: 1 if it was taken off, else 0
]]
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return 1
