-- What the overview counts lies in indexes.

-- A day's reports: they never change, so nothing else is read for them.
create index report_received on report (received_at) include (feed, outcome, case_id);

-- The open cases, which are the fewer ones. The states are those of org.huiliu.cases.CaseMoves.open.
create index cases_open on cases (division text_pattern_ops) include (state, marks)
  where state in ('RECEIVED', 'NEEDS_INFO', 'REVIEW', 'ACCEPTED', 'DISPATCHED', 'SIGNED', 'IN_PROGRESS', 'REWORK', 'TRANSFERRED');
