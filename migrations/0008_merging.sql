-- Records that are one person or one company: which may be, which were made one, and all that is needed to take that back.

create table merges (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  object text not null check (object in ('contact', 'account')),
  survivor_id uuid not null,
  merged_id uuid not null,
  cause text not null check (cause in ('member', 'identity')),
  -- Why the survivor is the one that stayed.
  why text not null,
  -- Each field of the survivor that changed, before and after; and what moved, by kind: src/features/merges/plan-merge.ts.
  changes jsonb not null,
  moved jsonb not null,
  merged_by uuid,
  merged_at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  -- What undoing left as it was, and why.
  kept jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, merged_by) references members (workspace_id, id),
  foreign key (workspace_id, undone_by) references members (workspace_id, id),
  check (survivor_id <> merged_id),
  check (undone_at is null or kept is not null)
);
create index merges_by_survivor on merges (workspace_id, survivor_id, merged_at desc, id);
-- A record is merged into one other at a time.
create unique index merges_standing on merges (workspace_id, merged_id) where undone_at is null;

-- Pairs of records that may be the same. A pair has no order, so the smaller id stands first and a pair is there once.
create table duplicates (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  object text not null check (object in ('contact', 'account')),
  first_id uuid not null,
  second_id uuid not null,
  -- 0 to 1, and the sentences that it rests on.
  score double precision not null check (score between 0 and 1),
  reasons jsonb not null,
  found_by text not null check (found_by in ('message', 'import', 'creation', 'scan')),
  status text not null default 'open' check (status in ('open', 'merged', 'dismissed')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, object, first_id, second_id),
  foreign key (workspace_id, decided_by) references members (workspace_id, id),
  check (first_id < second_id),
  check ((status = 'open') = (decided_at is null))
);
create index duplicates_open on duplicates (workspace_id, object, score desc, id) where status = 'open';
create index duplicates_by_second on duplicates (workspace_id, second_id);

-- The time for which a lead was somebody else's by a merge that was taken back is no time of its rep.
alter table clock_pauses drop constraint clock_pauses_reason_check;
alter table clock_pauses add constraint clock_pauses_reason_check check (
  reason in ('waiting-for-date', 'waiting-for-information', 'absence-with-cover', 'legal-hold', 'merged')
);
