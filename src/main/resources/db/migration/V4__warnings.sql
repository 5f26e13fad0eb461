-- Common problems: what cases are about, the rules that watch it, the warnings that they raise, and who hears of them.

-- What a case is about, named when it is opened. Confidential and medical matters are about nobody here.
create table case_subject (
  case_id  uuid        not null references cases,
  kind     text        not null,  -- ESTATE (小区、村、大厦), FIRM (公司、物业、工地)
  name     text        not null,  -- without a general ending such as 小区
  said     text        not null,  -- as the text has it
  area     text        not null,  -- in which a name names one thing: the county's code, for a firm the city's; '' where unknown
  at       timestamptz not null,  -- when the matter was reported
  weighed  boolean     not null default false,
  primary key (case_id, kind, name)
);
create index case_subject_name on case_subject (kind, name, area, at);
create index case_subject_fresh on case_subject (case_id) where not weighed;

-- What operators edit: so many matters about one subject within a span make a warning.
create table warning_rule (
  name       text        primary key,
  zh         text        not null,
  subject    text        not null,            -- ESTATE, FIRM
  categories text[]      not null default '{}',  -- prefixes; empty for all
  cases      int         not null,
  span       text        not null,            -- ISO 8601 duration
  enabled    boolean     not null default true,
  version    int         not null default 0,
  updated_at timestamptz not null default now()
);
insert into warning_rule (name, zh, subject, categories, cases, span) values
  ('estate', '同一小区、村一周内多件不同诉求', 'ESTATE', '{}', 3, 'P7D'),
  ('estate-housing', '同一小区一个月内多件房屋、物业诉求', 'ESTATE',
   '{gov.housing,legal.housing,legal.property-service}', 3, 'P30D'),
  ('firm', '同一单位一个月内多件不同诉求', 'FIRM', '{}', 3, 'P30D');

-- One open warning a subject, whichever rule raised it; the list grows while it is open.
create table warning (
  id            uuid        primary key,
  revision      int         not null,         -- grows with the list
  rule          text        not null,         -- that raised it, as it was
  rule_zh       text        not null,
  rule_cases    int         not null,
  rule_span     text        not null,
  kind          text        not null,
  name          text        not null,
  said          text        not null,         -- the name as the case that tipped it has it
  area          text        not null,
  division      text        not null,         -- that holds all its cases; '' for none
  state         text        not null,         -- OPEN, CLOSED
  tipped_by     uuid        not null references cases,
  first_at      timestamptz not null,         -- reporting times of its first and last case
  last_at       timestamptz not null,
  raised_at     timestamptz not null,
  updated_at    timestamptz not null,
  told_revision int         not null default 0,
  told_at       timestamptz,
  closed_at     timestamptz,
  closed_by     text,
  reason        text
);
create unique index warning_open on warning (kind, name, area) where state = 'OPEN';
create index warning_untold on warning (told_at) where state = 'OPEN' and told_revision < revision;

create table warning_case (
  warning_id uuid not null references warning,
  case_id    uuid not null references cases,
  primary key (warning_id, case_id)
);
create index warning_case_case on warning_case (case_id);

-- What a target wants to hear beyond the cases that it is given: WARNINGS.
alter table target add column subscriptions text[] not null default '{}';

-- A WARNING hangs at the case that tipped it and has an order of its own.
alter table delivery add column warning_id uuid references warning;
drop index delivery_order;
create unique index delivery_order
  on delivery (case_id, target, case_revision, kind, coalesce(warning_id, '00000000-0000-0000-0000-000000000000'));
