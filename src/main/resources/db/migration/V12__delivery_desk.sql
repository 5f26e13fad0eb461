-- What operators do with deliveries: look them up, send them again, skip them.

-- A replay of what had ended is a delivery of its own; one that was parked goes on as itself.
alter table delivery
  add column replay_of   uuid references delivery,  -- the delivery that it sends again
  add column replay      uuid,                      -- which action wanted it: two actions are two replays
  add column replayed_at timestamptz;               -- when a person last wanted it to go: its age counts from here
create unique index delivery_replay on delivery (replay_of, replay) where replay_of is not null;

-- One delivery of a kind for a revision, but for those that people want again. The claim looks for what lies before a
-- delivery by this index too, so it holds all of them.
drop index delivery_order;
create unique index delivery_order
  on delivery (case_id, target, case_revision, kind, coalesce(warning_id, '00000000-0000-0000-0000-000000000000'),
               (case when replay_of is null then '00000000-0000-0000-0000-000000000000' else replay end));

-- The beginning of what the receiver answered, for who looks into an attempt.
alter table attempt add column sealed_answer bytea;
