-- What all pods know of a target together: who claims for a target holds its row, so that its limits are those of all pods.
-- A target without a row has never been delivered to; there is no foreign key, since a removed target still has deliveries.
create table target_gate (
  target        text        primary key,
  breaker       text        not null default 'CLOSED',  -- CLOSED, OPEN, HALF_OPEN
  failures      int         not null default 0,         -- one after the other, while CLOSED
  probes        int         not null default 0,         -- that have failed since it opened
  retry_at      timestamptz,                            -- OPEN: when the next probe may go
  warned_at     timestamptz,                            -- the early warning, not given over and over
  ramp_from     timestamptz,                            -- the limits grow back from here
  not_before    timestamptz,                            -- the target has asked for patience
  next_slot     timestamptz,                            -- with a limit per second: the next request may begin here
  paused_at     timestamptz,
  paused_by     text,
  paused_reason text
) with (fillfactor = 50);  -- few rows, locked and changed all the time: room for HOT updates

-- From the moment a breaker opens until a probe is answered.
create table outage (
  id       uuid        primary key,
  target   text        not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  reason   text        not null,
  probes   int         not null default 0  -- that failed meanwhile
);
create unique index outage_open on outage (target) where ended_at is null;
create index outage_target on outage (target, id);

alter table delivery
  add column traceparent text,             -- W3C; the trace that all attempts belong to
  add column sealed_note bytea,            -- what was in note: a unit's own words may name a citizen
  add column lost        int not null default 0;  -- leases that ran out one after the other
-- Delivered ones are the many and nobody counts them: only the open ones are kept by state.
drop index delivery_target;
create index delivery_open on delivery (target, state)
  where state in ('WAITING', 'SENDING', 'HELD', 'PARKED');

-- The state as people read it: what waits for a paused target is held, and goes on when the target does.
create function shown_state(state text, target text) returns text language sql stable as $$
  select case when state = 'WAITING'
    and exists (select from target_gate g where g.target = shown_state.target and g.paused_at is not null)
    then 'HELD' else state end
$$;

-- Drops the months of a table that ended before a day. It waits for no reader long: the next night tries again.
create function drop_months(parent text, before date) returns int language plpgsql as $$
declare
  child text;
  dropped int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('huiliu.ensure_months'));
  set local lock_timeout = '2s';
  for child in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent::regclass and c.relname ~ ('^' || parent || '_[0-9]{6}$')
      and to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= before
  loop
    execute format('drop table %I', child);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
