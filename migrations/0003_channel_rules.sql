-- The rules by which a workspace names channels. No row, or no rules in it: those that come with Baton, so that whoever
-- changed nothing gets better ones with each release.
create table channel_rules (
  workspace_id uuid not null references workspaces (id),
  -- In order; a first rule that holds wins.
  rules jsonb,
  own_hosts jsonb not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id)
);
