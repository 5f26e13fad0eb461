-- Writes down what became of cases.
--
-- ARGV: now, milliseconds for which a joined case is remembered, steps.
-- Step: what it is (1), case in hex (32), bucket (4) and field (8) of the case, then
--   'c' committed · 'w' withdrawn · 'j' joined: the other case (16) · 'f' further keys: block keys
--   'r' restored: the whole entry instead, see find.lua.
-- Answer: how many committed cases the index did not have any more, since, complete.

local lifetime = tonumber(ARGV[2])
local lacking = 0

begin()

-- Those postings that have not expired, without those of one record.
local function alive(postings, without)
  local left = {}
  for i = 1, #postings, POSTING do
    local posting = sub(postings, i, i + POSTING - 1)
    if unpack('>I3', posting, 6) >= MINUTE and sub(posting, 1, 5) ~= without then
      left[#left + 1] = posting
    end
  end
  return table.concat(left)
end

-- A bucket lives as long as its last posting: what has expired in it is cleared out from time to time.
local function clear(bucket)
  local fields = call('HGETALL', bucket)
  for i = 1, #fields, 2 do
    local packed = fields[i + 1]
    if packed ~= '' then
      local left = alive(packed)
      if left == '' then
        call('HDEL', bucket, fields[i])
      elseif left ~= packed then
        call('HSET', bucket, fields[i], left)
      end
    elseif call('EXISTS', OWN .. sub(bucket, -4) .. string.format('%02x%02x%02x%02x', byte(fields[i], 1, 4))) == 0 then
      call('HDEL', bucket, fields[i])
    end
  end
end

local function inBucket(bucket, field, packed, seconds, turn)
  call('HSET', bucket, field, packed)
  keep(bucket, seconds)
  if turn % 32 == 0 then
    clear(bucket)
  end
end

-- Enters a posting under a block key; fresh when it cannot be there yet.
local function post(name, field, added, fresh, seconds, turn)
  local bucket, own = BUCKETS .. sub(name, 1, 4), OWN .. name
  local record = sub(added, 1, 5)
  local packed = call('HGET', bucket, field)
  if packed == '' then
    if not fresh then
      local all = call('GET', own) or ''
      local i = string.find(all, record, 1, true)
      while i and i % POSTING ~= 1 do
        i = string.find(all, record, i + 1, true)
      end
      if i then
        call('SETRANGE', own, i - 1, added)
        keep(own, seconds)
        keep(bucket, seconds)
        return
      end
    end
    if call('APPEND', own, added) > 2 * MOST * POSTING then
      local left = alive(call('GET', own))
      call('SET', own, sub(left, -MOST * POSTING), 'KEEPTTL')
    end
    keep(own, seconds)
    keep(bucket, seconds)
  else
    local left = packed and alive(packed, record) or ''
    left = left .. added
    if #left <= INLINE then
      inBucket(bucket, field, left, seconds, turn)
    else
      call('SET', own, left)
      kept[own] = nil
      keep(own, seconds)
      inBucket(bucket, field, '', seconds, turn)
    end
  end
end

-- Puts a record into the list of its class that is being filled, and returns where.
local function store(class, record, seconds)
  local n = call('HINCRBY', HEAD, class, 1)
  local list = RECORDS .. class .. ':' .. floor(n / SLOTS)
  local length = call('RPUSH', list, record)
  if length ~= n % SLOTS + 1 then
    -- the list has expired or was evicted while it was being filled: on to the next
    call('RPOP', list)
    n = (floor(n / SLOTS) + 1) * SLOTS
    call('HSET', HEAD, class, string.format('%.0f', n))
    list = RECORDS .. class .. ':' .. n / SLOTS
    call('DEL', list)
    call('RPUSH', list, record)
  end
  keep(list, seconds)
  return n
end

-- Enters an entry as a committed case; one that is there already keeps its place.
local function enter(entry)
  local bucket, field = sub(entry, 33, 36), sub(entry, 37, 44)
  local class, minute = byte(entry, 61), unpack('>I3', entry, 66)
  local keys, lookups = byte(entry, 69, 70)
  local record = sub(entry, 45, 60) .. sub(entry, 62, 68) .. sub(entry, sketchAt(keys, lookups))
  local seconds = (minute + 1) * 60 - SECOND
  if seconds <= 0 then
    return
  end
  local old = postingOf(bucket, field)
  local added, fresh, turn
  if old then
    local list, slot, oldClass = place(old)
    if oldClass == class then
      call('LSET', list, slot, record)
      keep(list, seconds)
      added = sub(old, 1, 5) .. pack('>I3', minute)
      fresh, turn = false, slot
    else
      call('LSET', list, slot, '')
    end
  end
  if not added then
    local n = store(class, record, seconds)
    added, fresh, turn = ref(class, n) .. pack('>I3', minute), true, n
  end
  inBucket(BUCKETS .. bucket, field, added, seconds, turn)
  for k = 0, keys - 1 do
    local at = 71 + k * KEY
    post(sub(entry, at + 1, at + NAME), sub(entry, at + NAME + 1, at + NAME + 4), added, fresh, seconds, turn + k + 1)
  end
end

-- What is said of the cases so far, and the queues in which they wait, each read at once.
local asked = {}
for a = 3, #ARGV do
  asked[a - 2] = WAITING .. sub(ARGV[a], 2, 33)
end
local waiting = values(asked)
local gone, queues = {}, {}

-- Takes a provisional case out of the queues.
local function leave(id, entry)
  gone[id] = true
  for k = 0, byte(entry, 69) - 1 do
    local at = 71 + k * KEY
    local queue = QUEUES .. sub(entry, at + 1, at + NAME)
    if not queues[queue] then
      queues[queue] = true
      queues[#queues + 1] = queue
    end
  end
  call('DEL', WAITING .. id)
  waiting[WAITING .. id] = false
end

local function clearQueues()
  local found = values(queues)
  for q = 1, #queues do
    local packed, left = found[queues[q]], {}
    if packed then
      for i = 1, #packed, QUEUED do
        if not gone[sub(packed, i + 8, i + QUEUED - 1)] then
          left[#left + 1] = sub(packed, i, i + QUEUED - 1)
        end
      end
      if #left == 0 then
        call('DEL', queues[q])
      else
        call('SET', queues[q], table.concat(left), 'KEEPTTL')
      end
    end
  end
end

for a = 3, #ARGV do
  local step = ARGV[a]
  local kind = byte(step)
  local id, bucket, field = sub(step, 2, 33), sub(step, 34, 37), sub(step, 38, 45)
  local before = waiting[WAITING .. id]
  local entry = before and byte(before) == 112 and sub(before, 10)
  if kind == 114 then -- restored
    if entry then
      leave(id, entry)
    end
    enter(sub(step, 2))
  elseif kind == 99 then -- committed
    if entry then
      leave(id, entry)
      enter(entry)
    elseif not postingOf(bucket, field) then
      lacking = lacking + 1
    end
  elseif kind == 102 then -- further keys
    local found = postingOf(bucket, field)
    if found then
      local seconds = (unpack('>I3', found, 6) + 1) * 60 - SECOND
      local _, slot = place(found)
      for at = 46, #step - KEY + 1, KEY do
        post(sub(step, at + 1, at + NAME), sub(step, at + NAME + 1, at + NAME + 4), found, false, seconds, slot + at)
      end
    else
      lacking = lacking + 1
    end
  else -- joined or withdrawn
    if entry then
      leave(id, entry)
    else
      local found = postingOf(bucket, field)
      if found then
        local list, slot = place(found)
        call('LSET', list, slot, '')
        call('HDEL', BUCKETS .. bucket, field)
      end
    end
    if kind == 106 then
      call('SET', WAITING .. id, 'j' .. sub(step, 46, 61), 'PX', lifetime)
    end
  end
end

clearQueues()
return { lacking, call('HGET', HEAD, 'since'), call('HEXISTS', HEAD, 'complete') }
