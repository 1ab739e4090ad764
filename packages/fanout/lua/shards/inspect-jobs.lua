--[[
  How far each of some jobs of a BullMQ queue is.

  KEYS[1]    what the queue's keys begin with; the keys of its jobs and sets follow from it

  ARGV[...]  the jobs' IDs

  Reply: for each job 0: there is none, 1: it waits, is delayed or runs, 2: it has ended
]]
local base, states = KEYS[1], {}
for i, id in ipairs(ARGV) do
  if redis.call('EXISTS', base .. id) == 0 then states[i] = 0
  elseif redis.call('ZSCORE', base .. 'completed', id) or redis.call('ZSCORE', base .. 'failed', id) then states[i] = 2
  else states[i] = 1 end
end
return states
