--[[
  A gang gives its slots back, or stops waiting, with exactly this token.

  KEYS[1]  hosts: hash of a host's key to its record with slots and leases
  KEYS[2]  waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]  tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what

  ARGV[1]  the gang's ID
  ARGV[2]  its token
  ARGV[3]  for a gang that starts again, how many slots it will ask for; else 0
  ARGV[4]  for how many ms the place of a gang that starts again is kept; else 0
  ARGV[5]  for a gang that starts again, fingerprint of the hosts that it takes; else empty

  Reply: 1
]]
--- @include "includes/slots"
local gangId, token, worldSize, keepMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
freeLeases(loadHosts(), gangId, function(old) return old == token end)
local text = redis.call('HGET', waitingKey, gangId)
if text and cjson.decode(text).token == token then redis.call('HDEL', waitingKey, gangId) end
if worldSize > 0 and latestToken(gangId) == token then
  local asked = lastAsked(gangId)
  redis.call('HSET', waitingKey, gangId, cjson.encode({
    token = token, priority = asked.priority or 0, worldSize = worldSize, sinceMs = asked.sinceMs or now,
    expiresAtMs = now + keepMs, fingerprint = ARGV[5], team = asked.team, quota = asked.quota,
  }))
end
return 1
