-- Repeat policies: versions like rulesets, edited by operators. Version 1 is the document that comes with the hub; it is
-- entered by the first pod that looks for policies and finds none.
create table repeat_policy (
  version      int         primary key,
  state        text        not null,            -- DRAFT, PUBLISHED, RETIRED
  policies     jsonb       not null,
  note         text,                            -- what it is for, in its author's words
  author       text        not null,            -- who edited it last
  edits        int         not null default 1,  -- compare-and-set key of the draft
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  published_at timestamptz,                     -- last time
  published_by text
);
create unique index repeat_policy_one_published on repeat_policy (state) where state = 'PUBLISHED';
create unique index repeat_policy_one_draft on repeat_policy (state) where state = 'DRAFT';
