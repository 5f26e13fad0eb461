-- Finds candidates for each entry of a group, in order, and registers the entries as provisional.
--
-- ARGV: now, 1 to register or 0 to look only, milliseconds a provisional case lives, entries.
-- Entry: case in hex (32), bucket of the case (4), field of the case (8), case (16), class (1), at (4), expiry (3),
--   number of keys (1), number of lookups (1; 255: the keys), keys, lookups, sketch.
-- Answer: complete, records, and for each entry its candidates of 4 bytes: record (2), kinds it was hit by and 16 for a
--   provisional one (1), score (1).
-- Record: case (16), at (4), expiry (3), sketch.

local LOOKED_AT = 128     -- postings of one block key, the newest
local WAITING_SEEN = 64   -- provisional cases of one block key, the first to come
local SEATS = 32          -- candidates
local WAITING_SEATS = 16  -- of which provisional
local WEAK_SEATS = 12     -- of which found by nothing but one key that many have
local WEAK = 6            -- score up to which that is so
local UNIT = 16777216     -- a sum is its score, and below that 6 bits for each kind of key: how many of it hit

-- A caller who calls again most likely means the same; a shared band of text says more than a shared place.
local WEIGHT = { [67] = 4, [84] = 3, [80] = 2, [76] = 1 }
local DIGIT = { [67] = 1, [80] = 64, [76] = 4096, [84] = 262144 }

local char = string.char
local registering = ARGV[2] == '1'
local lifetime = tonumber(ARGV[3])

if registering then
  begin()
end

-- What few have in common says more.
local function strength(size)
  if size <= 8 then
    return 4
  elseif size <= 64 then
    return 3
  elseif size < LOOKED_AT then
    return 2
  end
  return 1
end

local NOTHING = {}
local postings, formats = {}, {}

-- Postings of a block key that stands at this place of an entry, the oldest first. Each is read as one number: its eight bytes, taken for a double, which
-- costs far less than a string and is as good for telling them apart (the first byte stays below 127 until 2053).
local function postingsOf(name, entry, at)
  local list = postings[name]
  if not list then
    list = NOTHING
    local packed = call('HGET', BUCKETS .. sub(name, 1, 4), sub(entry, at + NAME + 1, at + NAME + 4))
    if packed == '' then
      packed = call('GETRANGE', OWN .. name, -LOOKED_AT * POSTING, -1)
    end
    if packed and packed ~= '' then
      local count = #packed / POSTING
      formats[count] = formats[count] or '>' .. string.rep('d', count)
      list = { unpack(formats[count], packed) }
      list[count + 1] = nil -- where reading has ended
    end
    postings[name] = list
  end
  return list
end

-- What the group's keys and cases have waiting, read at once.
local asked = {}
local function ask(key)
  if asked[key] == nil then
    asked[key] = false
    asked[#asked + 1] = key
  end
end
for a = 4, #ARGV do
  local entry = ARGV[a]
  local keys, lookups = byte(entry, 69, 70)
  ask(WAITING .. sub(entry, 1, 32))
  for k = 0, (lookups == SAME and keys or keys + lookups) - 1 do
    ask(QUEUES .. sub(entry, 72 + k * KEY, 71 + k * KEY + NAME))
  end
end
local waiting = values(asked)

local NOBODY = { ids = NOTHING, orders = NOTHING }
local queues = {}

-- Provisional cases under a block key, the first to come first: the first of a burst is the one to join.
local function queueOf(name)
  local queue = queues[name]
  if not queue then
    queue = NOBODY
    local packed = waiting[QUEUES .. name]
    if packed then
      queue = { ids = {}, orders = {} }
      for i = 1, math.min(#packed, WAITING_SEEN * QUEUED), QUEUED do
        queue.orders[#queue.orders + 1] = unpack('>d', packed, i)
        queue.ids[#queue.ids + 1] = sub(packed, i + 8, i + QUEUED - 1)
      end
    end
    queues[name] = queue
  end
  return queue
end

local function enqueue(name, id, order)
  local queue = queueOf(name)
  if queue == NOBODY then
    queue = { ids = {}, orders = {} }
    queues[name] = queue
  end
  if #queue.ids < WAITING_SEEN then
    queue.ids[#queue.ids + 1] = id
    queue.orders[#queue.orders + 1] = order
  end
end

-- Takes a case out of a queue.
local function unqueued(packed, id)
  for i = 1, #packed, QUEUED do
    if sub(packed, i + 8, i + QUEUED - 1) == id then
      return sub(packed, 1, i - 1) .. sub(packed, i + QUEUED)
    end
  end
  return packed
end

local records, places = {}, {}

local function placed(what, record)
  records[#records + 1] = record
  places[what] = #records - 1
  return places[what]
end

local dead, deaths = {}, false

local function committed(posting)
  local known = places[posting]
  if known == nil then
    local bytes = pack('>d', posting)
    local record = recordOf(bytes)
    known = record and placed(posting, record) or false
    if not record then
      dead[bytes] = true
      deaths = true
    end
    places[posting] = known
  end
  return known
end

local function provisional(id)
  local known = places[id]
  if known == nil then
    local found = call('GET', WAITING .. id)
    known = false
    if found and byte(found) == 112 then
      local keys, lookups = byte(found, 78, 79)
      known = placed(id, sub(found, 54, 69) .. sub(found, 71, 77) .. sub(found, 9 + sketchAt(keys, lookups)))
    end
    places[id] = known
  end
  return known
end

-- The best of a tally, at most so many, as places of records with hits and score.
local function best(seen, count, tally, stamp, seats, find, waits, own, lost)
  local equals, sums = {}, {}
  for i = 1, count do
    local one = seen[i]
    local sum = tally[one]
    local same = equals[sum]
    if same then
      same[#same + 1] = one
    else
      equals[sum] = { one }
      sums[#sums + 1] = sum
    end
  end
  table.sort(sums)
  local chosen, weak = {}, 0
  for s = #sums, 1, -1 do
    local same, sum = equals[sums[s]], sums[s] - stamp
    local score, hits = floor(sum / UNIT), sum % UNIT
    local kinds = waits + (hits % 64 > 0 and 1 or 0) + (hits % 4096 >= 64 and 2 or 0)
      + (hits % 262144 >= 4096 and 4 or 0) + (hits >= 262144 and 8 or 0)
    for i = 1, #same do
      if score <= WEAK and weak == WEAK_SEATS then
        return chosen
      end
      local at = find(same[i])
      if not at then
        if lost then
          lost(same[i])
        end
      elseif not own or sub(records[at + 1], 1, 16) ~= own then
        chosen[#chosen + 1] = char(floor(at / 256), at % 256, kinds, score > 255 and 255 or score)
        if score <= WEAK then
          weak = weak + 1
        end
        if #chosen == seats then
          return chosen
        end
      end
    end
  end
  return chosen
end

-- One tally serves all entries: what is below an entry's stamp was counted for an earlier one.
local STAMP = 68719476736 -- 2^36, above any sum
local tally = {}

local answers, changed = {}, {}
for a = 4, #ARGV do
  local entry = ARGV[a]
  local id = sub(entry, 1, 32)
  local keys, lookups = byte(entry, 69, 70)
  local from = 71
  if lookups == SAME then
    lookups = keys
  else
    from = from + keys * KEY
  end

  -- one that is registered again keeps its place: of two cases never both see the other
  local order = math.huge
  local known = false
  -- only a case that is there already can find itself
  local own = sub(entry, 45, 60)
  if registering then
    local before = waiting[WAITING .. id]
    if before and byte(before) == 112 then
      order = unpack('>d', before, 2)
    elseif postingOf(sub(entry, 33, 36), sub(entry, 37, 44)) then
      known, order = true, 0
    end
    own = known and own
  end

  local stamp = (a - 3) * STAMP
  local strong = stamp + (WEAK + 1) * UNIT
  local seen, count, faint, queued, queuing = {}, 0, {}, {}, 0
  for k = 0, lookups - 1 do
    local at = from + k * KEY
    local kind, name = byte(entry, at), sub(entry, at + 1, at + NAME)
    local list = postingsOf(name, entry, at)
    local queue = queueOf(name)
    local ids, orders = queue.ids, queue.orders
    local weight = WEIGHT[kind] * strength(#list + #ids) * UNIT + DIGIT[kind]
    local begun = stamp + weight
    local newest = #list - WEAK_SEATS
    for i = #list, 1, -1 do
      local posting = list[i]
      local sum = tally[posting]
      if sum and sum >= stamp then
        local more = sum + weight
        tally[posting] = more
        if sum < strong and more >= strong then
          count = count + 1
          seen[count] = posting
        end
      else
        tally[posting] = begun
        if begun >= strong then
          count = count + 1
          seen[count] = posting
        elseif i > newest then
          faint[#faint + 1] = posting
        end
      end
    end
    for i = 1, #ids do
      local other = ids[i]
      if orders[i] < order and other ~= id then
        local sum = tally[other]
        if sum and sum >= stamp then
          tally[other] = sum + weight
        else
          tally[other] = begun
          queuing = queuing + 1
          queued[queuing] = other
        end
      end
    end
  end

  for i = 1, #faint do
    if tally[faint[i]] < strong then
      count = count + 1
      seen[count] = faint[i]
    end
  end
  local first = best(queued, queuing, tally, stamp, WAITING_SEATS, provisional, 16, own, registering and function(lost)
    -- expired: it must not take up the place of one that lives
    for k = 0, lookups - 1 do
      local at = from + k * KEY
      local queue = QUEUES .. sub(entry, at + 1, at + NAME)
      if waiting[queue] then
        waiting[queue] = unqueued(waiting[queue], lost)
      end
    end
  end)
  local second = best(seen, count, tally, stamp, SEATS - #first, committed, 0, own, nil)
  answers[#answers + 1] = table.concat(second) .. table.concat(first)

  if registering and not known then
    local fresh = order == math.huge
    if fresh then
      order = call('HINCRBY', HEAD, 'seq', 1)
    end
    local registered = 'p' .. pack('>d', order) .. entry
    call('SET', WAITING .. id, registered, 'PX', lifetime)
    waiting[WAITING .. id] = registered
    places[id] = nil
    local mark = pack('>d', order) .. id
    for k = 0, keys - 1 do
      local at = 71 + k * KEY
      local name = sub(entry, at + 1, at + NAME)
      local key = QUEUES .. name
      local packed = waiting[key] or ''
      -- in place where it is registered again
      if fresh or not string.find(packed, mark, 1, true) then
        packed = packed .. mark
      end
      waiting[key] = packed
      changed[key] = true
      if fresh then
        enqueue(name, id, order)
      end
    end
  end
end

-- Cases that were merged or have expired leave their postings behind: they are taken out where they are met, so that
-- they do not hide the older ones that live.
local function prune(name)
  local bucket = BUCKETS .. sub(name, 1, 4)
  local field = string.gsub(sub(name, 5), '..', function(hex)
    return char(tonumber(hex, 16))
  end)
  local packed = call('HGET', bucket, field)
  local own = packed == ''
  local all = own and call('GET', OWN .. name) or packed
  if not all or all == '' then
    return
  end
  local left = {}
  for i = 1, #all, POSTING do
    local posting = sub(all, i, i + POSTING - 1)
    if not dead[posting] then
      left[#left + 1] = posting
    end
  end
  if #left == 0 then
    call('HDEL', bucket, field)
    if own then
      call('DEL', OWN .. name)
    end
  elseif #left * POSTING < #all then
    if own then
      call('SET', OWN .. name, table.concat(left), 'KEEPTTL')
    else
      call('HSET', bucket, field, table.concat(left))
    end
  end
end

if deaths then
  for name, list in pairs(postings) do
    for i = 1, #list do
      if places[list[i]] == false then
        prune(name)
        break
      end
    end
  end
end

for key in pairs(changed) do
  call('SET', key, waiting[key], 'PX', lifetime + 1000)
end

return { call('HEXISTS', HEAD, 'complete'), records, answers }
