-- Keeps the account of filling the index, for all pods to see.
--
-- ARGV: now, step, number, since when the index exists that is being filled.
-- Step: 'begin': number are expected · 'entered': number more are in · 'finish': it is complete, unless it is no longer
--   the one that was begun with: a flush in between has emptied it.
-- Answer: whether it is complete, since.

begin()
local step, number = ARGV[2], tonumber(ARGV[3])
if step == 'begin' then
  call('HSET', HEAD, 'begun', SECOND, 'expected', number, 'entered', 0)
elseif step == 'entered' then
  call('HINCRBY', HEAD, 'entered', number)
elseif ARGV[4] == call('HGET', HEAD, 'since') then
  call('HSET', HEAD, 'complete', SECOND, 'expected', call('HGET', HEAD, 'entered') or 0)
end
return { call('HEXISTS', HEAD, 'complete'), call('HGET', HEAD, 'since') }
