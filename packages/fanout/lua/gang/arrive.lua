--[[
  A rank says that it is there.

  KEYS[1]  arrivals: hash of the ranks that are there

  ARGV[1]  the rank
  ARGV[2]  for how many ms the arrivals are kept

  Reply: the ranks that are there
]]
redis.call('HSET', KEYS[1], ARGV[1], 1)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HKEYS', KEYS[1])
