--[[
  Which environments there are, with the slots of the workers that live; those without one are remembered for a while.

  KEYS[1]  workers: hash of a worker's ID to what it offers
  KEYS[2]  environments: hash of a fingerprint to its environment and when it was last seen

  ARGV[1]  for how many ms an environment without workers is remembered

  Reply: for each environment {fingerprint, environment, slots, seenAtMs, workers: IDs of those that live, absent where none does} (JSON)
]]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local slots, workers, flat = {}, {}, redis.call('HGETALL', KEYS[1])
for i = 1, #flat, 2 do
  local worker = cjson.decode(flat[i + 1])
  if worker.expiresAtMs <= now then
    redis.call('HDEL', KEYS[1], flat[i])
  else
    slots[worker.fingerprint] = (slots[worker.fingerprint] or 0) + worker.slots
    workers[worker.fingerprint] = workers[worker.fingerprint] or {}
    table.insert(workers[worker.fingerprint], flat[i])
  end
end
local pools = {}
flat = redis.call('HGETALL', KEYS[2])
for i = 1, #flat, 2 do
  local pool = cjson.decode(flat[i + 1])
  pool.fingerprint, pool.slots, pool.workers = flat[i], slots[flat[i]] or 0, workers[flat[i]]
  if pool.slots == 0 and pool.seenAtMs < now - tonumber(ARGV[1]) then
    redis.call('HDEL', KEYS[2], flat[i])
  else
    pools[#pools + 1] = cjson.encode(pool)
  end
end
return pools
