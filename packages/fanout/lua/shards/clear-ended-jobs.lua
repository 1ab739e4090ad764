--[[
  Deletes those of some jobs of a BullMQ queue that have ended.

  KEYS[1]    what the queue's keys begin with; the keys of its jobs and sets follow from it

  ARGV[...]  the jobs' IDs

  Reply: the IDs of those that still wait, are delayed or run
]]
local base, live = KEYS[1], {}
for _, id in ipairs(ARGV) do
  if redis.call('ZREM', base .. 'completed', id) + redis.call('ZREM', base .. 'failed', id) > 0 then
    redis.call('DEL', base .. id, base .. id .. ':lock', base .. id .. ':logs')
  elseif redis.call('EXISTS', base .. id) == 1 then
    live[#live + 1] = id
  end
end
return live
