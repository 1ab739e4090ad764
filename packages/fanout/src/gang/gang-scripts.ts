/**
 * The atomic steps of slots and gangs, as Lua that runs inside Redis; all times are Redis's own clock.
 * Leaves repeating and waiting to `host-registration` and `acquire-gang`.
 *
 * Invariants: a slot has at most one lease; a lease with a running rank goes only when its host says that the rank
 * ended, or when the host itself is gone; a gang gets all of its slots in one step or none.
 */
import { LuaScript } from '../lua-script.js';

/** Reads the hosts, without those that are gone and without leases that nobody began in time. */
const prelude = `
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

local function latestToken(gangId)
  local text = redis.call('HGET', tokensKey, gangId)
  return text and cjson.decode(text).token or -1
end

-- When the gang first asked for slots, under whatever token; now, if it never has.
local function arrivedMs(gangId)
  local text = redis.call('HGET', tokensKey, gangId)
  return text and cjson.decode(text).sinceMs or now
end

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
`;

function gangScript(body: string): LuaScript {
  return new LuaScript(prelude + body);
}

/**
 * A host says that it lives and what really runs in its slots, which overrides what is written here.
 * ARGV: host key, host record without leases and expiry (JSON), lease ms, running ranks by slot (JSON), idle ms,
 * '1' at the first registration. Reply: the host's leases (JSON).
 */
export const renewScript = gangScript(`
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
host.slots, host.taskQueue = fresh.slots, fresh.taskQueue
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
`);

/**
 * A rank begins. ARGV: host key, slot, token. Reply: the lease (JSON), or a false value if the slot's lease does not
 * hold that token.
 */
export const beginScript = gangScript(`
local key, slot, token = ARGV[1], ARGV[2], tonumber(ARGV[3])
local host = loadHosts()[key]
local lease = host and host.leases[slot]
if not lease or lease.token ~= token or lease.state == 'ending' then return false end
if latestToken(lease.gangId) > token then return false end
lease.state, lease.untilMs = 'running', nil
saveHost(key, host)
return cjson.encode(lease)
`);

/** A host leaves. ARGV: host key. */
export const leaveScript = new LuaScript(`return redis.call('HDEL', KEYS[1], ARGV[1])`);

/**
 * A gang asks for its slots, or asks again. ARGV: gang ID, token, world size, priority, idle ms, waiting ms.
 * Reply (JSON): {status: 'granted', slots} | {status: 'waiting', ahead, freeSlots, totalSlots} | {status: 'stale', latest}.
 */
export const acquireScript = gangScript(`
local gangId, token, worldSize, priority, idleMs, waitingMs =
  ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
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
redis.call('HSET', tokensKey, gangId, cjson.encode({token = token, atMs = now, sinceMs = sinceMs}))

local function asReply(granted)
  table.sort(granted, function(a, b) return a.rank < b.rank end)
  redis.call('HDEL', waitingKey, gangId)
  return cjson.encode({status = 'granted', slots = granted})
end

-- Asked again: the same grant, if all of it still stands.
local held = {}
for key, host in pairs(hosts) do
  for slot, lease in pairs(host.leases) do
    if lease.gangId == gangId and lease.token == token and lease.state ~= 'ending' then
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

redis.call('HSET', waitingKey, gangId, cjson.encode({
  token = token, priority = priority, worldSize = worldSize, sinceMs = sinceMs, expiresAtMs = now + waitingMs,
}))

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
table.sort(waiting, function(a, b)
  if a.priority ~= b.priority then return a.priority > b.priority end
  if a.sinceMs ~= b.sinceMs then return a.sinceMs < b.sinceMs end
  return a.gangId < b.gangId
end)

-- A host that is late with its renewal may be dead: its free slots count again once it renews.
local places, total = {}, 0
for key, host in pairs(hosts) do
  local free = {}
  local isLate = host.expiresAtMs - now < host.leaseMs / 2
  for slot = 0, host.slots - 1 do
    if not isLate and not host.leases[tostring(slot)] then free[#free + 1] = slot end
  end
  total = total + host.slots
  places[#places + 1] = {key = key, host = host, free = free, taken = 0}
end
local freeSlots = 0
for _, place in ipairs(places) do freeSlots = freeSlots + #place.free end

-- Those ahead keep what they need even before they ask again, so that small gangs can't starve a big one;
-- only a gang that all hosts together could not hold is passed over.
local left, ahead, mine = freeSlots, 0, false
for _, gang in ipairs(waiting) do
  if gang.gangId == gangId then
    mine = worldSize <= left
    break
  end
  if gang.worldSize <= total then
    ahead = ahead + 1
    left = left - gang.worldSize
  end
end
if not mine then
  return cjson.encode({status = 'waiting', ahead = ahead, freeSlots = freeSlots, totalSlots = total})
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
    {gangId = gangId, token = token, rank = i - 1, state = 'granted', untilMs = now + idleMs}
  saveHost(choice.place.key, host)
  granted[i] = {rank = i - 1, hostId = host.hostId, slot = choice.slot, taskQueue = host.taskQueue}
end
return asReply(granted)
`);

/**
 * A gang gives its slots back, or stops waiting, with exactly this token. ARGV: gang ID, token, and for a gang that
 * starts again the number of slots that it will ask for and for how many ms its place is kept; both 0 otherwise.
 */
export const releaseScript = gangScript(`
local gangId, token, worldSize, keepMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
freeLeases(loadHosts(), gangId, function(old) return old == token end)
local text = redis.call('HGET', waitingKey, gangId)
if text and cjson.decode(text).token == token then redis.call('HDEL', waitingKey, gangId) end
if worldSize > 0 and latestToken(gangId) == token then
  redis.call('HSET', waitingKey, gangId, cjson.encode({
    token = token, priority = 0, worldSize = worldSize, sinceMs = arrivedMs(gangId), expiresAtMs = now + keepMs,
  }))
end
return 1
`);

/** Nothing of a gang is wanted any more, under any token. ARGV: gang ID. */
export const forgetScript = gangScript(`
local gangId = ARGV[1]
freeLeases(loadHosts(), gangId, function() return true end)
redis.call('HDEL', waitingKey, gangId)
redis.call('HDEL', tokensKey, gangId)
return 1
`);

/** All hosts that are there, as a JSON array of records. */
export const listScript = gangScript(`
local records = {}
for _, host in pairs(loadHosts()) do records[#records + 1] = cjson.encode(host) end
return records
`);
