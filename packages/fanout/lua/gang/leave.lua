--[[
  A host leaves.

  KEYS[1]  hosts: hash of a host's key to its record

  ARGV[1]  the host's key

  Reply: 1 if it was there, else 0
]]
return redis.call('HDEL', KEYS[1], ARGV[1])
