--[[
  Reads and writes the slots of hosts, without hosts that are gone and without leases that nobody began in time.
  All times are Redis's own clock, in ms.

  Invariants: a slot has at most one lease; a lease with a running rank goes only when its host says that the rank ended,
  or when the host itself is gone; a gang gets all of its slots in one step or none.

  KEYS[1]  hosts: hash of a host's key to its record with slots and leases
  KEYS[2]  waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]  tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what
]]
local hostsKey, waitingKey, tokensKey = KEYS[1], KEYS[2], KEYS[3]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function saveHost(key, host) redis.call('HSET', hostsKey, key, cjson.encode(host)) end

local function dropIdleLeases(host)
  local changed = false
  for slot, lease in pairs(host.leases) do
    if lease.state == 'granted' and lease.untilMs <= now then
      host.leases[slot] = nil
      changed = true
    end
  end
  return changed
end

local function loadHosts()
  local hosts, flat = {}, redis.call('HGETALL', hostsKey)
  for i = 1, #flat, 2 do
    local host = cjson.decode(flat[i + 1])
    if host.expiresAtMs <= now then
      redis.call('HDEL', hostsKey, flat[i])
    else
      if dropIdleLeases(host) then saveHost(flat[i], host) end
      hosts[flat[i]] = host
    end
  end
  return hosts
end

-- What is remembered of the gang's latest question: its token, when its first one came, its priority and its team.
local function lastAsked(gangId)
  local text = redis.call('HGET', tokensKey, gangId)
  return text and cjson.decode(text) or {}
end

local function latestToken(gangId) return lastAsked(gangId).token or -1 end

-- When the gang first asked for slots, under whatever token; now, if it never has.
local function arrivedMs(gangId) return lastAsked(gangId).sinceMs or now end

-- Of a lease or a place that was written before there were teams, the one of all who name none.
local function teamOf(record) return record.team or 'default' end

-- Takes the gang's leases that match away; a running rank's slot stays taken until its host says that it ended.
local function freeLeases(hosts, gangId, matches)
  for key, host in pairs(hosts) do
    local changed = false
    for slot, lease in pairs(host.leases) do
      if lease.gangId == gangId and matches(lease.token) then
        if lease.state == 'granted' then host.leases[slot] = nil else lease.state = 'ending' end
        changed = true
      end
    end
    if changed then saveHost(key, host) end
  end
end
