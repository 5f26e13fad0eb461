-- Finds candidates for each entry of a group, in order, and registers the entries as provisional.
--
-- ARGV: now, 1 to register or 0 to look only, milliseconds a provisional case lives, entries.
-- Entry: case in hex (32), bucket of the case (4), field of the case (8), case (16), class (1), at (4), expiry (3),
--   number of keys (1), number of lookups (1; 255: the keys), keys, lookups, sketch.
-- Answer: complete, records, and for each entry its candidates of 4 bytes: record (2), kinds it was hit by (1), score (1).
-- Record: 'c' or 'p', case (16), at (4), expiry (3), sketch.

local LOOKED_AT = 256     -- postings of one block key
local WAITING_SEEN = 64   -- provisional cases of one block key, the first to come
local SEATS = 32          -- candidates
local WAITING_SEATS = 16  -- of which provisional
local UNIT = 4294967296   -- a tally is its score, and below that a byte for each kind of key that hit

-- A caller who calls again most likely means the same; a shared band of text says more than a shared place.
local WEIGHT = { [67] = 4, [84] = 3, [80] = 2, [76] = 1 }
local DIGIT = { [67] = 1, [80] = 256, [76] = 65536, [84] = 16777216 }

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

local postings = {}

-- Postings of a block key, the newest first.
local function postingsOf(name, field)
  local list = postings[name]
  if not list then
    list = {}
    local packed = call('HGET', BUCKETS .. sub(name, 1, 4), field)
    if packed == '' then
      packed = call('GETRANGE', OWN .. name, -LOOKED_AT * POSTING, -1)
    end
    if packed then
      for i = #packed - POSTING + 1, 1, -POSTING do
        list[#list + 1] = sub(packed, i, i + POSTING - 1)
      end
    end
    postings[name] = list
  end
  return list
end

local queues = {}

-- Provisional cases under a block key, the first to come first: the first of a burst is the one to join.
local function queueOf(name)
  local queue = queues[name]
  if not queue then
    queue = { ids = {}, orders = {} }
    local found = call('ZRANGE', QUEUES .. name, 0, WAITING_SEEN - 1, 'WITHSCORES')
    for i = 1, #found, 2 do
      queue.ids[#queue.ids + 1] = found[i]
      queue.orders[#queue.orders + 1] = tonumber(found[i + 1])
    end
    queues[name] = queue
  end
  return queue
end

local records, places = {}, {}

local function placed(what, record)
  records[#records + 1] = record
  places[what] = #records - 1
  return places[what]
end

local function committed(posting)
  local known = places[posting]
  if known == nil then
    local record = recordOf(posting)
    known = record and placed(posting, 'c' .. record) or false
    places[posting] = known
  end
  return known
end

local function provisional(id)
  local known = places[id]
  if known == nil then
    local waiting = call('GET', WAITING .. id)
    known = false
    if waiting and byte(waiting) == 112 then
      local keys, lookups = byte(waiting, 78, 79)
      known = placed(id, 'p' .. sub(waiting, 54, 69) .. sub(waiting, 71, 77) .. sub(waiting, 9 + sketchAt(keys, lookups)))
    end
    places[id] = known
  end
  return known
end

-- The best of a tally, at most so many, as places of records with hits and score.
local function best(order, tally, seats, find, own, lost)
  local byScore, top = {}, 0
  for i = 1, #order do
    local score = floor(tally[order[i]] / UNIT)
    local same = byScore[score]
    if same then
      same[#same + 1] = order[i]
    else
      byScore[score] = { order[i] }
      if score > top then
        top = score
      end
    end
  end
  local chosen = {}
  for score = top, 1, -1 do
    local same = byScore[score]
    if same then
      for i = 1, #same do
        local at = find(same[i])
        if not at then
          if lost then
            lost(same[i])
          end
        elseif sub(records[at + 1], 2, 17) ~= own then
          local hits = tally[same[i]] % UNIT
          local kinds = (hits % 256 > 0 and 1 or 0) + (hits % 65536 >= 256 and 2 or 0)
            + (hits % 16777216 >= 65536 and 4 or 0) + (hits >= 16777216 and 8 or 0)
          chosen[#chosen + 1] = pack('>I2I1I1', at, kinds, score > 255 and 255 or score)
          if #chosen == seats then
            return chosen
          end
        end
      end
    end
  end
  return chosen
end

local answers = {}
for a = 4, #ARGV do
  local entry = ARGV[a]
  local id, own = sub(entry, 1, 32), sub(entry, 45, 60)
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
  if registering then
    local before = call('GET', WAITING .. id)
    if before and byte(before) == 112 then
      order = unpack('>d', before, 2)
    elseif postingOf(sub(entry, 33, 36), sub(entry, 37, 44)) then
      known, order = true, 0
    end
  end

  local tally, seen, waiting, queued = {}, {}, {}, {}
  for k = 0, lookups - 1 do
    local at = from + k * KEY
    local kind, name = byte(entry, at), sub(entry, at + 1, at + NAME)
    local list = postingsOf(name, sub(entry, at + NAME + 1, at + NAME + 4))
    local queue = queueOf(name)
    local weight = WEIGHT[kind] * strength(#list + #queue.ids) * UNIT + DIGIT[kind]
    for i = 1, #list do
      local posting = list[i]
      local sum = tally[posting]
      if sum then
        tally[posting] = sum + weight
      else
        tally[posting] = weight
        seen[#seen + 1] = posting
      end
    end
    for i = 1, #queue.ids do
      local other = queue.ids[i]
      if queue.orders[i] < order and other ~= id then
        local sum = waiting[other]
        if sum then
          waiting[other] = sum + weight
        else
          waiting[other] = weight
          queued[#queued + 1] = other
        end
      end
    end
  end

  local first = best(queued, waiting, WAITING_SEATS, provisional, own, registering and function(lost)
    -- expired: it must not take up the place of one that lives
    for k = 0, lookups - 1 do
      local at = from + k * KEY
      call('ZREM', QUEUES .. sub(entry, at + 1, at + NAME), lost)
    end
  end)
  local second = best(seen, tally, SEATS - #first, committed, own, nil)
  answers[#answers + 1] = table.concat(second) .. table.concat(first)

  if registering and not known then
    local fresh = order == math.huge
    if fresh then
      order = call('HINCRBY', HEAD, 'seq', 1)
    end
    call('SET', WAITING .. id, 'p' .. pack('>d', order) .. entry, 'PX', lifetime)
    places[id] = nil
    for k = 0, keys - 1 do
      local at = 71 + k * KEY
      local name = sub(entry, at + 1, at + NAME)
      local queue = QUEUES .. name
      call('ZADD', queue, order, id)
      if kept[queue] == nil then
        kept[queue] = 0
        call('PEXPIRE', queue, lifetime + 1000)
      end
      local cached = queues[name]
      if fresh and cached and #cached.ids < WAITING_SEEN then
        cached.ids[#cached.ids + 1] = id
        cached.orders[#cached.orders + 1] = order
      end
    end
  end
end

return { call('HEXISTS', HEAD, 'complete'), records, answers }
