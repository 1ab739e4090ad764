--[[
  All hosts that are there.

  KEYS[1]  hosts: hash of a host's key to its record with slots and leases
  KEYS[2]  waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]  tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what

  Reply: their records, each as JSON
]]
--- @include "includes/slots"
local records = {}
for _, host in pairs(loadHosts()) do records[#records + 1] = cjson.encode(host) end
return records
