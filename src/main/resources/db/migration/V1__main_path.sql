-- The main path: report in, case, delivery away, receipt back.
-- report, event and attempt grow without end: they are partitioned by month, so that old months are dropped, not deleted.

create function ensure_month(parent text, month date) returns void language plpgsql as $$
declare
  first_day date := date_trunc('month', month);
  child text := format('%s_%s', parent, to_char(first_day, 'YYYYMM'));
begin
  if to_regclass(child) is null then
    execute format('create table %I partition of %I for values from (%L) to (%L)',
                   child, parent, first_day, (first_day + interval '1 month')::date);
  end if;
end $$;

-- Months ahead are made at start-up and daily; the default partition is the net under that.
create function ensure_months(ahead int) returns void language plpgsql as $$
declare
  parent text;
  step int;
begin
  -- Two pods starting together must not both create a partition.
  perform pg_advisory_xact_lock(hashtext('huiliu.ensure_months'));
  foreach parent in array array['report', 'event', 'attempt'] loop
    for step in 0..ahead loop
      perform ensure_month(parent, (current_date + step * interval '1 month')::date);
    end loop;
  end loop;
end $$;

-- ---------------------------------------------------------------- identity

-- One row per record of a feed: the unique key that makes exact identity right with or without Redis.
-- A row whose report_id is null was named by another record (as its main record) before it came itself.
create table report_identity (
  feed         text        not null,
  external_id  text        not null,
  case_id      uuid        not null,
  report_id    uuid,
  version      text,
  content_hash bytea,
  updated_at   timestamptz not null,
  primary key (feed, external_id)
);

create table report (
  id             uuid        not null,
  feed           text        not null,
  external_id    text        not null,
  version        text,
  main_record    text,
  content_hash   bytea       not null,
  case_id        uuid        not null,
  outcome        text        not null,
  received_at    timestamptz not null,
  channel        text,
  content        jsonb       not null,  -- without personal data
  sealed_content bytea       not null,  -- parties and medical part, AES-GCM
  sealed_payload bytea       not null,  -- the message as received, AES-GCM
  media_type     text        not null,
  phone_hash     bytea,                 -- keyed hash of the caller's number, the same that repeats use
  id_number_hash bytea,
  primary key (id, received_at)
) partition by range (received_at);
create index report_record on report (feed, external_id, received_at);
create index report_case on report (case_id);
create index report_phone on report (phone_hash) where phone_hash is not null;
create table report_rest partition of report default;

-- Idempotency-Key of a client: the stored answer, written in the transaction of the report.
create table idempotency (
  client       text        not null,
  key          text        not null,
  request_hash bytea       not null,
  report_id    uuid        not null,
  case_id      uuid        not null,
  outcome      text        not null,
  created_at   timestamptz not null,
  primary key (client, key)
);
create index idempotency_age on idempotency (created_at);

-- ---------------------------------------------------------------- case

create table cases (
  id             uuid        primary key,
  revision       int         not null,
  state          text        not null,
  state_before   text,                  -- where a merge or withdrawal came from
  marks          text[]      not null default '{}',
  feed           text        not null,  -- that opened it
  domain         text        not null,
  appeal_type    text        not null,
  category       text        not null,
  urgency        text        not null,
  priority       text        not null,
  flags          text[]      not null default '{}',
  division       text,
  title          text        not null,
  description    text,
  privacy        text        not null,
  content        jsonb       not null,  -- without personal data
  sealed_content bytea       not null,  -- parties and medical part, AES-GCM
  handling       jsonb       not null,
  result         jsonb,
  report_count   int         not null,
  search         tsvector    not null,  -- single characters and pairs of title and description
  reported_at    timestamptz,
  opened_at      timestamptz not null,
  updated_at     timestamptz not null
);
create index cases_division on cases (division text_pattern_ops, id);
create index cases_state on cases (state, id);
create index cases_feed on cases (feed, id);
create index cases_search on cases using gin (search);

-- Append only. Readers order by (xid, id) and stop below the oldest running transaction: a stream without gaps.
create table event (
  id         bigint      generated always as identity,
  case_id    uuid        not null,
  xid        xid8        not null default pg_current_xact_id(),
  at         timestamptz not null,
  kind       text        not null,
  actor      text        not null,
  from_state text,
  to_state   text,
  revision   int         not null,
  data       jsonb       not null default '{}',
  primary key (id, at)
) partition by range (at);
create index event_case on event (case_id, id);
create index event_order on event (xid, id);
create table event_rest partition of event default;

create table link (
  from_case  uuid        not null references cases,
  to_case    uuid        not null references cases,
  kind       text        not null,
  evidence   jsonb       not null default '{}',
  decided_by text        not null,
  at         timestamptz not null,
  undone_at  timestamptz,
  primary key (from_case, to_case, kind)
);
create index link_to on link (to_case);

-- Case × responsible unit: where the handling state lives.
create table assignment (
  id             uuid        primary key,
  case_id        uuid        not null references cases,
  target         text        not null,
  role           text        not null,  -- HOST or CO
  state          text        not null,
  state_before   text,                  -- to which a refused return goes back
  ruleset        int         not null,
  rule           text        not null,
  reason         text        not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null
);
create index assignment_case on assignment (case_id);
create unique index assignment_open on assignment (case_id, target) where state <> 'CANCELLED' and state <> 'RETURNED';
create index assignment_target on assignment (target, case_id);

-- ---------------------------------------------------------------- delivery

create table delivery (
  id            uuid        primary key,
  case_id       uuid        not null references cases,
  target        text        not null,
  assignment_id uuid        references assignment,
  kind          text        not null,   -- CREATE, UPDATE, RECALL, ANSWER
  case_revision int         not null,   -- order per (case, target)
  state         text        not null,
  ruleset       int,
  rule          text,
  reason        text,
  note          jsonb       not null default '{}',  -- what an ANSWER says (no personal data)
  due_at        timestamptz not null,
  attempts      int         not null default 0,
  lease         bigint      not null default 0,     -- fencing: a late worker's number no longer matches
  lease_until   timestamptz,
  sealed_body   bytea,                  -- frozen when the first attempt starts
  outcome       text,
  outcome_note  text,
  received_as   text,                   -- the receiver's own number
  created_at    timestamptz not null,
  updated_at    timestamptz not null
) with (fillfactor = 70);
create unique index delivery_order on delivery (case_id, target, case_revision, kind);
-- claimed per target, so that a long queue of one costs the others nothing
create index delivery_due on delivery (target, due_at, id) where state in ('WAITING', 'SENDING');
create index delivery_target on delivery (target, state);

create table attempt (
  id          bigint      generated always as identity,
  delivery_id uuid        not null,
  number      int         not null,
  at          timestamptz not null,
  millis      int         not null,
  outcome     text        not null,
  status      int,
  note        text,
  primary key (id, at)
) partition by range (at);
create index attempt_delivery on attempt (delivery_id, number);
create table attempt_rest partition of attempt default;

-- What a target reported back; the same receipt id again gets the same answer.
create table receipt (
  target      text        not null,
  receipt_id  text        not null,
  delivery_id uuid        not null,
  case_id     uuid        not null references cases,
  kind        text        not null,
  body_hash   bytea       not null,
  sealed_body bytea       not null,
  answer      jsonb       not null,
  at          timestamptz not null,
  primary key (target, receipt_id)
);
create index receipt_case on receipt (case_id);

-- ---------------------------------------------------------------- what people edit (Hibernate Reactive)

create table agency (
  code       text        primary key,
  name       text        not null,
  division   text        not null default '',
  reach      text        not null,      -- ASSIGNED: cases assigned to its targets; DIVISION: all of its division
  version    int         not null default 0,
  updated_at timestamptz not null default now()
);

create table target (
  code        text        primary key,
  name        text        not null,
  agency      text        not null references agency,
  role        text        not null,     -- what rules look for: MUNICIPAL, DISTRICT, JUDICIAL, LINE …
  division    text        not null default '',
  base_url    text        not null,
  contract    text        not null,     -- receiver-municipal, receiver-district, receiver-line
  entitlement text[]      not null default '{}',  -- CONTACT, MEDICAL
  enabled     boolean     not null default true,
  timeout_ms  int         not null default 5000,
  version     int         not null default 0,
  updated_at  timestamptz not null default now()
);
create index target_role on target (role, division);

create table feed (
  code       text        primary key,
  enabled    boolean     not null default true,
  version    int         not null default 0,
  updated_at timestamptz not null default now()
);

create table ruleset (
  version      int         primary key,
  state        text        not null,    -- DRAFT, PUBLISHED, RETIRED
  rules        jsonb       not null,
  author       text        not null,
  created_at   timestamptz not null default now(),
  published_at timestamptz
);
create unique index ruleset_one_published on ruleset (state) where state = 'PUBLISHED';

-- A refused message: counted and masked, never stored as sent.
create table rejection (
  id      uuid        primary key,
  feed    text        not null,
  at      timestamptz not null,
  status  int         not null,
  kind    text        not null,
  faults  jsonb       not null,
  size    int         not null,
  client  text        not null
);
create index rejection_feed on rejection (feed, at);

create table audit (
  id      bigint      generated always as identity primary key,
  at      timestamptz not null,
  actor   text        not null,
  action  text        not null,
  subject text        not null,
  before  jsonb,
  after   jsonb,
  reason  text
);

select ensure_months(3);

-- The first ruleset: first match wins, the last one always catches. Operators own it from here on.
insert into ruleset (version, state, author, published_at, rules) values (1, 'PUBLISHED', 'huiliu', now(), $json$
{
  "rules": [
    {"name": "medical-emergency", "zh": "120急救:区中心主办,市级协办",
     "when": {"domain": ["MEDICAL"]},
     "then": {"host": "DISTRICT", "co": ["MUNICIPAL"]}},
    {"name": "life-at-risk", "zh": "危及生命:属地立即处置,市级协办",
     "when": {"flags": ["LIFE_AT_RISK", "TRAPPED", "INJURED", "DEAD", "WEAPON", "EXPLOSION_OR_LEAK", "SUICIDE_RISK", "MASS_INCIDENT", "HAZMAT"]},
     "then": {"host": "DISTRICT", "co": ["MUNICIPAL"]}},
    {"name": "confidential", "zh": "严格保密事项:市级直办,不分发属地",
     "when": {"privacy": ["STRICT"]},
     "then": {"host": "MUNICIPAL"}},
    {"name": "police-dispute", "zh": "110治安纠纷:属地调处主办,市级协办",
     "when": {"feed": ["110"], "category": ["order.dispute"]},
     "then": {"host": "DISTRICT", "co": ["MUNICIPAL"]}},
    {"name": "police-linkage", "zh": "110非警务联动事项:转属地区中心",
     "when": {"feed": ["110"], "domain": ["GOV_SERVICE"]},
     "then": {"host": "DISTRICT"}},
    {"name": "police", "zh": "110警务类:市级公安主办",
     "when": {"domain": ["POLICE"]},
     "then": {"host": "MUNICIPAL"}},
    {"name": "urgent", "zh": "紧急诉求:属地主办,市级协办督促",
     "when": {"priority": ["P1", "P2"]},
     "then": {"host": "DISTRICT", "co": ["MUNICIPAL"]}},
    {"name": "legal", "zh": "12348法律服务:属地公共法律服务主办",
     "when": {"domain": ["LEGAL"]},
     "then": {"host": "DISTRICT"}},
    {"name": "in-a-district", "zh": "有属地的一般诉求:直派属地",
     "when": {"divisionPrefix": ["1", "2", "3", "4", "5", "6"]},
     "then": {"host": "DISTRICT"}},
    {"name": "default", "zh": "兜底:市级受理",
     "when": {},
     "then": {"host": "MUNICIPAL"}}
  ]
}
$json$);
insert into feed (code) values ('110'), ('12345'), ('120'), ('12348');
