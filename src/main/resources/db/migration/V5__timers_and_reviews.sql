-- Durable timers, the questions of routing, and who stands above a unit.

-- What happens later unless it is cancelled. Firing removes the row in the transaction of its effect: once, on any number
-- of pods. One of a kind for a subject.
create table timer (
  id       uuid        primary key,
  kind     text        not null,          -- whose it is
  subject  uuid        not null,          -- the case
  due_at   timestamptz not null,          -- later with every attempt that failed
  data     jsonb       not null default '{}',
  attempts int         not null default 0 -- that failed
);
create unique index timer_subject on timer (kind, subject);
create index timer_due on timer (due_at, id);

-- review kinds: SUSPECTED (is it a repeat?), URGENT (where does it go? there is a fallback when nobody decides in time),
-- UNOWNED (nobody could be found for it). Decisions beside those of V2: DISPATCH, REJECT.
alter table review add column due_at timestamptz;   -- URGENT: it goes on by the fallback then
alter table review add column fallback jsonb;       -- URGENT: where to, and by which rule
drop index review_open_pair;
create unique index review_open_pair on review (kind, case_id, other_case) nulls not distinct where state = 'OPEN';

-- The unit that takes what is beyond this one's authority; where none is named, the one of its role a division up.
alter table target add column parent text references target;
