-- Rulesets get a life: written, submitted, approved by somebody else, published, retired. Long work gets a table of its own.

alter table ruleset
  add column catalogue    jsonb       not null default '[]',  -- 派单目录, a list of rows, versioned with the rules
  add column note         text,
  add column editors      text[]      not null default '{}',  -- everybody who changed the draft: none of them approves it
  add column edits        int         not null default 1,     -- the ETag: grows with every change and every move
  add column written      int         not null default 1,     -- the edit in which rules and catalogue became what they are
  add column updated_at   timestamptz not null default now(),
  add column submitted_by text,
  add column submitted_at timestamptz,
  add column approved_by  text,
  add column approved_at  timestamptz,
  add column published_by text,
  add constraint ruleset_state
    check (state in ('DRAFT', 'SUBMITTED', 'APPROVED', 'PUBLISHED', 'RETIRED', 'DISCARDED'));

-- One version at a time is on its way.
create unique index ruleset_one_on_its_way on ruleset ((true)) where state in ('DRAFT', 'SUBMITTED', 'APPROVED');

-- Version 1 in the language of rules that operators write (contracts/rulesets/v1): the same rules, the same meaning.
update ruleset set published_by = author, editors = array[author], updated_at = created_at, note = '随系统发布的初始规则',
  rules = $json$
{
  "groups": [
    {"name": "dispatch", "zh": "派单", "mode": "FIRST", "rules": [
      {"name": "medical-emergency", "zh": "120急救:区中心主办,市级协办",
       "when": {"field": "domain", "eq": "MEDICAL"},
       "then": {"deliver": {"host": {"role": "DISTRICT"}, "co": [{"role": "MUNICIPAL"}]}}},
      {"name": "life-at-risk", "zh": "危及生命:属地立即处置,市级协办",
       "when": {"field": "flags", "in": ["LIFE_AT_RISK", "TRAPPED", "INJURED", "DEAD", "WEAPON", "EXPLOSION_OR_LEAK",
                                         "SUICIDE_RISK", "MASS_INCIDENT", "HAZMAT"]},
       "then": {"deliver": {"host": {"role": "DISTRICT"}, "co": [{"role": "MUNICIPAL"}]}}},
      {"name": "confidential", "zh": "严格保密事项:市级直办,不分发属地",
       "when": {"field": "privacy", "eq": "STRICT"},
       "then": {"deliver": {"host": {"role": "MUNICIPAL"}}}},
      {"name": "police-dispute", "zh": "110治安纠纷:属地调处主办,市级协办",
       "when": {"all": [{"field": "feed", "eq": "110"}, {"field": "category", "eq": "order.dispute"}]},
       "then": {"deliver": {"host": {"role": "DISTRICT"}, "co": [{"role": "MUNICIPAL"}]}}},
      {"name": "police-linkage", "zh": "110非警务联动事项:转属地区中心",
       "when": {"all": [{"field": "feed", "eq": "110"}, {"field": "domain", "eq": "GOV_SERVICE"}]},
       "then": {"deliver": {"host": {"role": "DISTRICT"}}}},
      {"name": "police", "zh": "110警务类:市级公安主办",
       "when": {"field": "domain", "eq": "POLICE"},
       "then": {"deliver": {"host": {"role": "MUNICIPAL"}}}},
      {"name": "urgent", "zh": "紧急诉求:属地主办,市级协办督促",
       "when": {"field": "priority", "in": ["P1", "P2"]},
       "then": {"deliver": {"host": {"role": "DISTRICT"}, "co": [{"role": "MUNICIPAL"}]}}},
      {"name": "legal", "zh": "12348法律服务:属地公共法律服务主办",
       "when": {"field": "domain", "eq": "LEGAL"},
       "then": {"deliver": {"host": {"role": "DISTRICT"}}}},
      {"name": "in-a-district", "zh": "有属地的一般诉求:直派属地",
       "when": {"field": "division", "exists": true},
       "then": {"deliver": {"host": {"role": "DISTRICT"}}}}
    ]}
  ],
  "otherwise": {"zh": "兜底:市级受理", "then": {"deliver": {"host": {"role": "MUNICIPAL"}}}}
}
$json$
where version = 1;

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
