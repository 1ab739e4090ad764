--[[
  Makes an owner the coordinator of a fan-out and closes the attempt before it, or says whether it still is the coordinator
  and puts back what Redis may have forgotten.

  KEYS[1]  the latest attempt of the fan-out
  KEYS[2]  the state of this attempt: 'open:OWNER' or 'closed'
  KEYS[3]  the log of its outcomes (stream)

  ARGV[1]  the attempt
  ARGV[2]  the owner
  ARGV[3]  for how many ms keys are kept that nobody comes back to
  ARGV[4]  what the state keys of all attempts begin with
  ARGV[5]  '1' to take over, '0' to go on as the coordinator
  ARGV[6]  for how many ms workers go on without hearing from the coordinator

  Reply: 'open', or 'superseded' by a higher attempt or, where it does not take over, by another owner
]]
local latestKey, stateKey, logKey = KEYS[1], KEYS[2], KEYS[3]
local attempt, owner, ttlMs, prefix, takeOver, unattendedMs =
  tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local latest = tonumber(redis.call('GET', latestKey) or '-1')
if latest > attempt then return 'superseded' end
local state = redis.call('GET', stateKey)
if takeOver == '0' and state and state ~= 'open:' .. owner then return 'superseded' end
if latest >= 0 and latest < attempt then
  redis.call('SET', prefix .. ':' .. latest .. ':state', 'closed', 'PX', ttlMs)
end
redis.call('SET', latestKey, attempt, 'PX', ttlMs)
redis.call('SET', stateKey, 'open:' .. owner, 'PX', unattendedMs)
if takeOver == '1' or redis.call('EXISTS', logKey) == 0 then
  redis.call('XADD', logKey, '*', 'open', owner)
end
redis.call('PEXPIRE', logKey, ttlMs)
return 'open'
