--[[
  A host says that it lives and what really runs in its slots, which overrides what is written here.

  KEYS[1]  hosts: hash of a host's key to its record with slots and leases
  KEYS[2]  waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]  tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what

  ARGV[1]  the host's key
  ARGV[2]  the host's record without leases and expiry (JSON)
  ARGV[3]  for how many ms the registration holds
  ARGV[4]  running ranks by slot (JSON)
  ARGV[5]  for how many ms a slot is kept for a rank that has not begun
  ARGV[6]  '1' at the host's first registration, which removes what it left before; else '0'

  Reply: the host's leases (JSON)
]]
--- @include "includes/slots"
local key, fresh, leaseMs, running, idleMs, first =
  ARGV[1], cjson.decode(ARGV[2]), tonumber(ARGV[3]), cjson.decode(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
if first == '1' then
  for other, host in pairs(loadHosts()) do
    if host.hostId == fresh.hostId and other ~= key then redis.call('HDEL', hostsKey, other) end
  end
end
local text = redis.call('HGET', hostsKey, key)
local host = text and cjson.decode(text) or fresh
host.leases = host.leases or {}
host.slots, host.taskQueue, host.fingerprint = fresh.slots, fresh.taskQueue, fresh.fingerprint
host.leaseMs, host.expiresAtMs = leaseMs, now + leaseMs
for slot, lease in pairs(host.leases) do
  if lease.state ~= 'granted' and not running[slot] then
    if lease.state == 'ending' then
      host.leases[slot] = nil
    else
      lease.state, lease.untilMs = 'granted', now + idleMs
    end
  end
end
for slot, rank in pairs(running) do
  local lease = host.leases[slot]
  if lease and lease.gangId == rank.gangId and lease.token == rank.token then
    if lease.state == 'granted' then lease.state = 'running' end
    lease.untilMs = nil
  else
    rank.state = latestToken(rank.gangId) > rank.token and 'ending' or 'running'
    host.leases[slot] = rank
  end
end
dropIdleLeases(host)
saveHost(key, host)
return cjson.encode(host.leases)
