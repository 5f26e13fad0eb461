-- Who works on an open review: nobody else is given it, and nobody else decides it, until then.
alter table review add column holder text;
alter table review add column held_until timestamptz;

-- The most pressing one first: what runs out, then urgent ones, then what nobody is for, then what may be a repeat.
create index review_pressing on review
  (due_at, (case kind when 'URGENT' then 0 when 'UNOWNED' then 1 else 2 end), opened_at, id) where state = 'OPEN';

-- What an operator looks through beside the reviews; both marks are rare.
create index cases_unmapped on cases (id) where 'UNMAPPED_CODE' = any (marks);
create index cases_nowhere on cases (id) where 'NO_DIVISION' = any (marks);
