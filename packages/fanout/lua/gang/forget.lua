--[[
  Nothing of a gang is wanted any more, under any token.

  KEYS[1]  hosts: hash of a host's key to its record with slots and leases
  KEYS[2]  waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]  tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what

  ARGV[1]  the gang's ID

  Reply: 1
]]
--- @include "includes/slots"
local gangId = ARGV[1]
freeLeases(loadHosts(), gangId, function() return true end)
redis.call('HDEL', waitingKey, gangId)
redis.call('HDEL', tokensKey, gangId)
return 1
