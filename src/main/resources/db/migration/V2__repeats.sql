-- Repeats: who called, what was attached and why, what a person must decide.

-- Distinct callers of a case, by the keyed hash of their numbers; callers without a number cannot be told apart.
alter table cases add column caller_count int not null default 0;
create table caller (
  case_id    uuid  not null references cases,
  phone_hash bytea not null,
  primary key (case_id, phone_hash)
);
insert into caller (case_id, phone_hash)
select distinct r.case_id, r.phone_hash from report r join cases c on c.id = r.case_id where r.phone_hash is not null;
update cases c set caller_count = n.callers
from (select case_id, count(*) as callers from caller group by case_id) n where n.case_id = c.id;

-- Why a report lies with a case that it did not open. Undone by a split, never deleted.
create table attachment (
  id         uuid        primary key,
  report_id  uuid        not null,
  case_id    uuid        not null references cases,
  repeat_of  uuid,                  -- the report that opened the case
  layer      text        not null,  -- MAIN_RECORD, SAME_CALLER, SAME_INCIDENT, OPERATOR
  evidence   jsonb       not null default '{}',  -- score, shared words, distance: no personal data
  decided_by text        not null,  -- hub, operator:<name>
  at         timestamptz not null,
  undone_at  timestamptz,
  undone_by  text
);
create index attachment_case on attachment (case_id, at);
create unique index attachment_standing on attachment (report_id) where undone_at is null;

-- A case that hundreds called about still finds its first report at once.
create index report_opener on report (case_id) where outcome in ('OPENED', 'SUSPECTED');

-- What a person must decide.
create table review (
  id         uuid        primary key,
  kind       text        not null,  -- SUSPECTED: is the case a repeat of the other one?
  case_id    uuid        not null references cases,
  other_case uuid        references cases,
  evidence   jsonb       not null default '{}',
  state      text        not null,  -- OPEN, DECIDED, LAPSED (overtaken by what happened to the cases)
  opened_at  timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  decision   text,                  -- ATTACH, SEPARATE, ATTACH_ELSEWHERE
  reason     text
);
create unique index review_open_pair on review (kind, case_id, other_case) where state = 'OPEN';
create index review_open on review (opened_at, id) where state = 'OPEN';
create index review_case on review (case_id);
create index review_other on review (other_case);

-- link kinds: MERGED (from is handled with to), RECURRENCE (from is the matter of to come back),
-- SEPARATE (a person has said that they are two). A merge can be undone and made again.

-- What repeats could not be looked for in; found by the recheck.
create index cases_unchecked on cases (id) where 'UNCHECKED' = any (marks);
