-- Tells how cases stand.
--
-- ARGV: now, cases: in hex (32), bucket (4), field (8).
-- Answer: for each 'p' provisional, 'c' committed, 'j' and the other case (16) joined, '' not there.

local states = {}
for a = 2, #ARGV do
  local waiting = call('GET', WAITING .. sub(ARGV[a], 1, 32))
  if waiting then
    states[a - 1] = byte(waiting) == 106 and waiting or 'p'
  else
    states[a - 1] = postingOf(sub(ARGV[a], 33, 36), sub(ARGV[a], 37, 44)) and 'c' or ''
  end
end
return states
