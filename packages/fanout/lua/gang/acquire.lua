--[[
  A gang asks for its slots, or asks again.

  KEYS[1]   hosts: hash of a host's key to its record with slots and leases
  KEYS[2]   waiting: hash of a gang's ID to its place in the waiting list
  KEYS[3]   tokens: hash of a gang's ID to its highest token, when it asked and when the first did, and for what

  ARGV[1]   the gang's ID
  ARGV[2]   its token
  ARGV[3]   how many slots: the ranks of the gang
  ARGV[4]   priority; higher goes first
  ARGV[5]   for how many ms granted slots are kept for ranks that have not begun
  ARGV[6]   for how many ms the gang's place is kept if it does not ask again
  ARGV[7]   fingerprint of the hosts that it takes, and no others
  ARGV[8]   the team whose quota its slots count against
  ARGV[9]   most slots of this role that the team's gangs may hold at once; -1 for no limit
  ARGV[10]  for how many ms of waiting one step of priority stands

  Reply (JSON): {status: 'granted', slots} | {status: 'waiting', ahead, freeSlots, totalSlots, otherSlots, waiting,
  teamSlots, isOverQuota} | {status: 'stale', latest}
]]
--- @include "includes/slots"
local gangId, token, worldSize, priority, idleMs, waitingMs, fingerprint =
  ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7]
local team, quota, priorityStepMs = ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])
local rememberTokensMs = 7 * 24 * 3600 * 1000

local latest = latestToken(gangId)
if token < latest then return cjson.encode({status = 'stale', latest = latest}) end
local hosts = loadHosts()
if token > latest then
  freeLeases(hosts, gangId, function(old) return old < token end)
  local flat = redis.call('HGETALL', tokensKey)
  for i = 1, #flat, 2 do
    if cjson.decode(flat[i + 1]).atMs < now - rememberTokensMs then redis.call('HDEL', tokensKey, flat[i]) end
  end
end

-- A gang's place is that of its first start: one that starts again goes before all that came after it.
local sinceMs = arrivedMs(gangId)
redis.call('HSET', tokensKey, gangId, cjson.encode({
  token = token, atMs = now, sinceMs = sinceMs, priority = priority, team = team, quota = quota,
}))

local function asReply(granted)
  table.sort(granted, function(a, b) return a.rank < b.rank end)
  redis.call('HDEL', waitingKey, gangId)
  return cjson.encode({status = 'granted', slots = granted})
end

-- Asked again: the same grant, if all of it still stands.
local held = {}
for key, host in pairs(hosts) do
  for slot, lease in pairs(host.leases) do
    local isMine = lease.gangId == gangId and lease.token == token and host.fingerprint == fingerprint
    if isMine and lease.state ~= 'ending' then
      if lease.state == 'granted' then
        lease.untilMs = now + idleMs
        saveHost(key, host)
      end
      held[#held + 1] = {rank = lease.rank, hostId = host.hostId, slot = tonumber(slot), taskQueue = host.taskQueue}
    end
  end
end
if #held == worldSize then return asReply(held) end
if #held > 0 then freeLeases(hosts, gangId, function(old) return old == token end) end

local place = {
  token = token, priority = priority, worldSize = worldSize, sinceMs = sinceMs, expiresAtMs = now + waitingMs,
  fingerprint = fingerprint, team = team, quota = quota,
}
redis.call('HSET', waitingKey, gangId, cjson.encode(place))

local waiting, flat = {}, redis.call('HGETALL', waitingKey)
for i = 1, #flat, 2 do
  local gang = cjson.decode(flat[i + 1])
  if gang.expiresAtMs <= now then
    redis.call('HDEL', waitingKey, flat[i])
  else
    gang.gangId = flat[i]
    waiting[#waiting + 1] = gang
  end
end
-- By priority and age: since all grow older alike, the order of two gangs never changes while both wait.
local function turnOf(gang) return gang.sinceMs - gang.priority * priorityStepMs end
table.sort(waiting, function(a, b)
  if turnOf(a) ~= turnOf(b) then return turnOf(a) < turnOf(b) end
  if a.sinceMs ~= b.sinceMs then return a.sinceMs < b.sinceMs end
  return a.gangId < b.gangId
end)

-- A host that is late with its renewal may be dead: its free slots count again once it renews.
local places, totals, other, heldByTeam = {}, {}, 0, {}
for key, host in pairs(hosts) do
  local free = {}
  local isLate = host.expiresAtMs - now < host.leaseMs / 2
  for slot = 0, host.slots - 1 do
    if not isLate and not host.leases[tostring(slot)] then free[#free + 1] = slot end
  end
  for _, lease in pairs(host.leases) do
    local holder = teamOf(lease)
    heldByTeam[holder] = (heldByTeam[holder] or 0) + 1
  end
  totals[host.fingerprint] = (totals[host.fingerprint] or 0) + host.slots
  if host.fingerprint == fingerprint then
    places[#places + 1] = {key = key, host = host, free = free, taken = 0}
  else
    other = other + host.slots
  end
end
local total = totals[fingerprint] or 0
local freeSlots = 0
for _, place in ipairs(places) do freeSlots = freeSlots + #place.free end

-- Those ahead keep what they need even before they ask again, so that small gangs can't starve a big one: their slots on
-- the same hosts, and what their team may still hold. One that its own team's quota keeps waiting keeps no slots from other
-- teams; one that its hosts or its quota could never hold is passed over.
local left, ahead, mine, isOverQuota, spoken = freeSlots, 0, false, false, {}
for _, gang in ipairs(waiting) do
  local owner = teamOf(gang)
  local most = gang.quota or -1
  local wanted = (spoken[owner] or 0) + gang.worldSize
  local isHeldBack = most >= 0 and (heldByTeam[owner] or 0) + wanted > most
  if gang.gangId == gangId then
    isOverQuota = isHeldBack
    mine = worldSize <= left and not isHeldBack
    break
  end
  local fits = gang.worldSize <= (totals[gang.fingerprint] or 0) and (most < 0 or gang.worldSize <= most)
  if fits then
    spoken[owner] = wanted
    if gang.fingerprint == fingerprint and not isHeldBack then
      ahead = ahead + 1
      left = left - gang.worldSize
    end
  end
end
if not mine then
  local told = {
    ahead = ahead, freeSlots = freeSlots, totalSlots = total, otherSlots = other,
    teamSlots = heldByTeam[team] or 0, isOverQuota = isOverQuota,
  }
  -- So that whoever looks at the list sees why each waits.
  for name, value in pairs(told) do place[name] = value end
  redis.call('HSET', waitingKey, gangId, cjson.encode(place))
  told.status, told.waiting = 'waiting', #waiting
  return cjson.encode(told)
end

-- Spread: each next slot from the host that has most free ones left.
local chosen = {}
for _ = 1, worldSize do
  local best, bestFree = nil, 0
  for _, place in ipairs(places) do
    local free = #place.free - place.taken
    if free > bestFree or (free > 0 and free == bestFree and place.key < best.key) then
      best, bestFree = place, free
    end
  end
  best.taken = best.taken + 1
  chosen[#chosen + 1] = {place = best, slot = best.free[best.taken]}
end
table.sort(chosen, function(a, b)
  if a.place.key ~= b.place.key then return a.place.key < b.place.key end
  return a.slot < b.slot
end)
local granted = {}
for i, choice in ipairs(chosen) do
  local host = choice.place.host
  host.leases[tostring(choice.slot)] =
    {gangId = gangId, token = token, rank = i - 1, state = 'granted', untilMs = now + idleMs, team = team, sinceMs = now}
  saveHost(choice.place.key, host)
  granted[i] = {rank = i - 1, hostId = host.hostId, slot = choice.slot, taskQueue = host.taskQueue}
end
return asReply(granted)
