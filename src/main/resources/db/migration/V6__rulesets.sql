-- Rulesets get a life: written, submitted, approved by somebody else, published, retired. Long work gets a table of its own.

alter table ruleset
  add column catalogue    jsonb       not null default '[]',  -- 派单目录, a list of rows, versioned with the rules
  add column note         text,
  add column editors      text[]      not null default '{}',  -- everybody who changed the draft: none of them approves it
  add column edits        int         not null default 1,     -- the ETag
  add column updated_at   timestamptz not null default now(),
  add column submitted_by text,
  add column submitted_at timestamptz,
  add column approved_by  text,
  add column approved_at  timestamptz,
  add column published_by text,
  add constraint ruleset_state check (state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'PUBLISHED', 'RETIRED'));

-- One version at a time is on its way.
create unique index ruleset_one_on_its_way on ruleset ((true)) where state in ('DRAFT', 'SUBMITTED', 'APPROVED');

-- Long work: who wanted it, how far it is, what came of it. The pod that does it beats; one that no longer beats is gone.
create table job (
  id          uuid        primary key,
  kind        text        not null,
  owner       text        not null,
  division    text        not null default '',  -- whose cases it looks at: who may not see those sees no result
  state       text        not null check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  cancelled   boolean     not null default false,  -- somebody wants it to end
  done        bigint      not null default 0,
  total       bigint      not null default 0,
  result      jsonb,
  problem     text,
  created_at  timestamptz not null,
  started_at  timestamptz,
  beat_at     timestamptz not null,
  finished_at timestamptz
);
create index job_age on job (created_at);
