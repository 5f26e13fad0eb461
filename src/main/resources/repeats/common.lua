-- What the scripts of the repeat index share; put in front of each of them.
--
-- One city lives on one slot: every key begins with KEYS[1], which carries the city's hash tag. The others are not
-- passed one by one: which lists hold the candidates comes out only while the script reads.
--
--   HEAD                what is there at all: since (which life of the index), complete, counters
--   HEAD:b:HEX          bucket of postings, a small hash: block key or case -> up to eight postings
--   HEAD:o:KEY          postings of a block key that has more than eight, its bucket then says ''
--   HEAD:r:CLASS:N      records of 16 committed cases that expire at about the same time, a list
--   HEAD:q:KEY          provisional cases under a block key in the order of their arrival: order (8), case in hex (32)
--   HEAD:p:CASE         one provisional case: 'p', order, entry; or the case that its report joined: 'j', case
--
-- A posting has 8 bytes: where the record is (5) and the minute in which it expires (3). Buckets and lists stay below
-- the limits up to which Redis packs them without pointers, by its defaults (512 fields, 64 bytes a field).
-- Seconds and minutes count from 2020-01-01.

local HEAD = KEYS[1]
local BUCKETS, OWN, RECORDS = HEAD .. ':b:', HEAD .. ':o:', HEAD .. ':r:'
local QUEUES, WAITING = HEAD .. ':q:', HEAD .. ':p:'

local POSTING = 8         -- bytes of one
local INLINE = 64         -- bytes of postings in a bucket
local MOST = 512          -- postings kept of one block key, twice that until it is trimmed
local SLOTS = 16          -- records in one list: reading one walks over those before it
local QUEUED = 40         -- bytes of one case in a queue
local NAME = 12           -- bytes of a block key's name: its bucket, then its field in hex
local KEY = 17            -- bytes of a block key in an entry: kind (1), name (12), field (4)
local SAME = 255          -- as the number of lookups: the keys themselves
local LONGEST_REST = 8 * 86400  -- an index that nobody has used for this long is filled anew

local call, sub, byte, floor = redis.call, string.sub, string.byte, math.floor
local each = unpack
local pack, unpack = struct.pack, struct.unpack

local SECOND = tonumber(ARGV[1])
local MINUTE = floor(SECOND / 60)

local kept = {}

-- Lets a key live for at least so many seconds; a little more, so that not every use writes a new expiry.
local function keep(key, seconds)
  if (kept[key] or 0) < seconds then
    kept[key] = seconds
    if call('TTL', key) < seconds then
      call('EXPIRE', key, floor(seconds * 1.1) + 60)
    end
  end
end

-- The head is the first thing written and goes with a flush: without it nothing is complete.
local function begin()
  if call('EXISTS', HEAD) == 0 then
    local time = call('TIME')
    -- no number is ever given twice, even if the head alone was lost: far fewer than 64 cases a second
    local first = string.format('%.0f', SECOND * 64 - 1)
    call('HSET', HEAD, 'since', time[1] .. '.' .. time[2], 'seq', first,
      '0', first, '1', first, '2', first, '3', first, '4', first)
  end
  keep(HEAD, LONGEST_REST)
end

local function ref(class, n)
  local number = n * 8 + class
  return pack('>I1I4', floor(number / 4294967296), number % 4294967296)
end

local function place(posting)
  local high, low = unpack('>I1I4', posting)
  local number = high * 4294967296 + low
  local class = number % 8
  local n = (number - class) / 8
  return RECORDS .. class .. ':' .. floor(n / SLOTS), n % SLOTS, class
end

-- The record behind a posting, nil when it is gone or has expired.
local function recordOf(posting)
  local list, slot = place(posting)
  local record = call('LINDEX', list, slot)
  if record and record ~= '' and unpack('>I3', record, 21) >= MINUTE then
    return record
  end
  return nil
end

-- The posting of a committed case, nil when the index does not have it.
local function postingOf(bucket, field)
  local posting = call('HGET', BUCKETS .. bucket, field)
  if posting and recordOf(posting) then
    return posting
  end
  return nil
end

-- Where in an entry its sketch begins.
local function sketchAt(keys, lookups)
  return 71 + KEY * (lookups == SAME and keys or keys + lookups)
end

-- The values of many keys, by key; false where there is none.
local function values(keys)
  local found = {}
  for from = 1, #keys, 1000 do
    local to = math.min(#keys, from + 999)
    local some = call('MGET', each(keys, from, to))
    for i = from, to do
      found[keys[i]] = some[i - from + 1]
    end
  end
  return found
end
