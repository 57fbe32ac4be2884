-- Views of tables, and edits of many records at once.

-- A table of people or companies as somebody wants to find it again: what it shows, in which order, in which columns.
create table views (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  object text not null check (object in ('contact', 'account')),
  name text not null,
  -- Who finds it: its owner alone, a team, or everybody.
  reach text not null check (reach in ('private', 'team', 'everybody')),
  owner_id uuid not null,
  team_id uuid,
  -- Search, simple filters and a condition: src/features/views/schema.ts.
  filter jsonb not null,
  sort text,
  direction text check (direction in ('asc', 'desc')),
  columns jsonb not null,
  density text not null check (density in ('calm', 'compact')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references members (workspace_id, id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  check ((reach = 'team') = (team_id is not null))
);
create index views_by_object on views (workspace_id, object, created_at, id);
create index views_by_owner on views (workspace_id, owner_id);

-- How one member wants the views of an object: in which order, and which one the table opens with. A view that was removed
-- may still be named here; it is passed over.
create table view_orders (
  workspace_id uuid not null references workspaces (id),
  member_id uuid not null,
  object text not null check (object in ('contact', 'account')),
  view_ids uuid[] not null,
  default_id uuid,
  primary key (workspace_id, member_id, object),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- One change of many records: who began it, what it does, how far it has come.
create table bulk_edits (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  object text not null check (object in ('contact', 'account')),
  -- What is done to each record: src/features/bulk-edits/schema.ts.
  action jsonb not null,
  status text not null check (status in ('running', 'done', 'cancelled', 'undoing', 'undone')),
  -- Why it ended before its end, where nobody cancelled it.
  problem text,
  total integer not null,
  counts jsonb not null default '{}',
  actor_kind text not null check (actor_kind in ('member', 'key')),
  actor_id uuid not null,
  -- Who takes it back: their rights count then.
  undone_by_kind text check (undone_by_kind in ('member', 'key')),
  undone_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  undone_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index bulk_edits_newest on bulk_edits (workspace_id, created_at desc, id desc);
create index bulk_edits_busy on bulk_edits (status) where status in ('running', 'undoing');

-- Each record of it, with what it was before and after: undoing sets back what nobody has changed since.
create table bulk_edit_records (
  workspace_id uuid not null,
  bulk_edit_id uuid not null,
  number integer not null,
  record_id uuid not null,
  status text not null default 'waiting' check (
    status in ('waiting', 'changed', 'unchanged', 'failed', 'undone', 'kept')
  ),
  problem text,
  before jsonb,
  after jsonb,
  primary key (workspace_id, bulk_edit_id, number),
  foreign key (workspace_id, bulk_edit_id) references bulk_edits (workspace_id, id) on delete cascade
);
create index bulk_edit_records_by_status on bulk_edit_records (workspace_id, bulk_edit_id, status, number);
