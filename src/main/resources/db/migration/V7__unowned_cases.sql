-- Cases that nobody could be found for before reviews asked about such: a person is asked about them now, too.
insert into review (id, kind, case_id, evidence, state, opened_at)
select gen_random_uuid(), 'UNOWNED', c.id,
       jsonb_strip_nulls(jsonb_build_object(
         'ruleset', c.handling->'basis'->'rulesetVersion',
         'rule', c.handling->'basis'->'rule',
         'reason', c.handling->'basis'->'reason')),
       'OPEN', c.updated_at
from cases c
where c.state = 'REVIEW'
  and not exists (select from assignment a where a.case_id = c.id and a.state not in ('CANCELLED', 'RETURNED'))
  and not exists (select from review r where r.case_id = c.id and r.state = 'OPEN' and r.kind in ('URGENT', 'UNOWNED'));
