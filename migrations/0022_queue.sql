-- Leads for whom nobody is available: since when they wait, by a clock of their own, and how they came to who has them.

-- Business hours in which somebody is to be found for a lead that waits.
alter table workspaces add column queue_hours integer not null default 4 check (queue_hours between 1 and 80);

-- Since when nobody is available for it; null before the first try of routing, and for what waited before there was a clock.
alter table qualifications add column queued_at timestamptz;

alter table clocks drop constraint clocks_kind_check;
alter table clocks add constraint clocks_kind_check check (
  kind in ('respond', 'decide', 'qualify', 'attempts', 'complete', 'answer', 'arbitrate', 'assign')
);
-- What is missing may be owed no more while the wait for somebody begins: each is open once.
drop index clocks_open_complete;
create unique index clocks_open_complete on clocks (workspace_id, qualification_id, kind)
  where outcome is null and handoff_id is null;
create index clocks_by_qualification on clocks (workspace_id, qualification_id) where qualification_id is not null;

-- Routing decided, a member took it from the queue, or somebody gave it to one: then by whom.
alter table routing_log add column cause text not null default 'routed' check (cause in ('routed', 'pulled', 'given'));
alter table routing_log add column by_member uuid;
alter table routing_log add foreign key (workspace_id, by_member) references members (workspace_id, id);
create index routing_log_by_qualification on routing_log (workspace_id, qualification_id, at)
  where qualification_id is not null;

alter table assignments drop constraint assignments_cause_check;
alter table assignments add constraint assignments_cause_check check (
  cause in ('routed', 'reassigned', 'escalated', 'pulled', 'given', 'handover', 'ruling')
);
