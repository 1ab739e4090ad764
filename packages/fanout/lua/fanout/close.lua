--[[
  Tells the workers of a fan-out to stop; nothing is done where another coordinator has taken over.

  KEYS[1]  the state of the attempt
  KEYS[2]  the log of its outcomes
  KEYS[3]  the progress of its shards
  KEYS[4]  the crashes of its shards

  ARGV[1]  the owner
  ARGV[2]  for how many ms the state and the log are kept; a run's end forgets them

  Reply: 1 if it was closed, else 0
]]
local stateKey, logKey = KEYS[1], KEYS[2]
local owner, ttlMs = ARGV[1], ARGV[2]
if redis.call('GET', stateKey) ~= 'open:' .. owner then return 0 end
redis.call('SET', stateKey, 'closed', 'PX', ttlMs)
redis.call('PEXPIRE', logKey, ttlMs)
redis.call('DEL', KEYS[3], KEYS[4])
return 1
