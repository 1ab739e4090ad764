--[[
  All gangs that wait for slots.

  KEYS[1]  hosts: hash of a host's key to its record with slots and leases
  KEYS[2]  waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]  tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what

  Reply: their places, each as JSON with its `gangId`
]]
--- @include "includes/slots"
local places, flat = {}, redis.call('HGETALL', waitingKey)
for i = 1, #flat, 2 do
  local gang = cjson.decode(flat[i + 1])
  if gang.expiresAtMs > now then
    gang.gangId = flat[i]
    places[#places + 1] = cjson.encode(gang)
  end
end
return places
