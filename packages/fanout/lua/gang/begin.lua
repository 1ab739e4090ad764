--[[
  A rank begins in the slot that it was given.

  KEYS[1]  hosts: hash of a host's key to its record with slots and leases
  KEYS[2]  waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]  tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what

  ARGV[1]  the host's key
  ARGV[2]  the slot
  ARGV[3]  the gang's token

  Reply: the lease (JSON); false if the slot's lease does not hold that token
]]
--- @include "includes/slots"
local key, slot, token = ARGV[1], ARGV[2], tonumber(ARGV[3])
local host = loadHosts()[key]
local lease = host and host.leases[slot]
if not lease or lease.token ~= token or lease.state == 'ending' then return false end
if latestToken(lease.gangId) > token then return false end
lease.state, lease.untilMs = 'running', nil
saveHost(key, host)
return cjson.encode(lease)
