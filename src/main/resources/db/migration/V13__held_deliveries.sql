-- Why a delivery that is open does not go, for people. A target that is switched off, and a line that a feed's answers go to
-- but that nobody has entered yet, are paused targets to who looks: what is owed to them is kept, and goes when they are there.

-- Null for what is not held.
create function held_for(state text, target text) returns text language sql stable as $$
  select case state
    when 'HELD' then 'BEFORE_IT_PARKED'
    when 'WAITING' then
      case
        when not exists (select from target t where t.code = held_for.target) then 'TARGET_UNKNOWN'
        when not exists (select from target t where t.code = held_for.target and t.enabled) then 'TARGET_OFF'
        when exists (select from target_gate g where g.target = held_for.target and g.paused_at is not null) then 'TARGET_PAUSED'
      end
  end
$$;

-- The state as people read it.
create or replace function shown_state(state text, target text) returns text language sql stable as $$
  select case when state = 'WAITING' and (
      not exists (select from target t where t.code = shown_state.target and t.enabled)
      or exists (select from target_gate g where g.target = shown_state.target and g.paused_at is not null))
    then 'HELD' else state end
$$;
