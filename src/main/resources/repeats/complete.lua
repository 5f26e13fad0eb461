-- Declares the index complete, unless it is no longer the one that was filled: a flush in between empties it.
--
-- ARGV: now, since when the filled index exists, '' when nothing was filled in.
-- Answer: 1 when it is complete.

begin()
if ARGV[2] ~= '' and ARGV[2] ~= call('HGET', HEAD, 'since') then
  return 0
end
call('HSET', HEAD, 'complete', SECOND)
return 1
