-- What members are told: one row for each member and cause, in the transaction of the cause, never twice.
create table notifications (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  member_id uuid not null,
  kind text not null,
  -- The cause, such as `lead-offered:<handoff>`.
  key text not null,
  -- What it leads to.
  object text not null,
  object_id uuid not null,
  -- Whom or what the sentence names, where it says `{who}`: at most one of the three. The name is read with it, so that it is as it
  -- is now, and nobody reads one that they may not see any more. Without foreign keys: telling of a colleague's record must not wait
  -- for whoever holds that.
  contact_id uuid,
  account_id uuid,
  deal_id uuid,
  text text not null,
  -- Is not held until working hours.
  urgent boolean not null default false,
  -- What the mail says beside the sentence, sealed; gone once the mail is written.
  letter bytea,
  at timestamptz not null,
  read_at timestamptz,
  -- When its mail is due; null where there is none to write, or none any more.
  mail_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, key),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  check (num_nonnulls(contact_id, account_id, deal_id) <= 1)
);
create index notifications_newest on notifications (workspace_id, member_id, (read_at is null), at, id);
create index notifications_to_mail on notifications (workspace_id, mail_at) where mail_at is not null;
create index notifications_by_time on notifications (workspace_id, at);

-- How a member is told of a kind, where that differs from what is usual.
create table notification_settings (
  workspace_id uuid not null,
  member_id uuid not null,
  kind text not null,
  way text not null check (way in ('mail', 'app', 'none')),
  primary key (workspace_id, member_id, kind),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- Which pages make a key moment; without a row those of the agreement in force.
create table moment_settings (
  workspace_id uuid primary key references workspaces (id),
  paths text[] not null,
  updated_at timestamptz not null
);

-- Which key moments were told of somebody on a day of the workspace: one of each kind.
create table key_moments (
  workspace_id uuid not null,
  contact_id uuid not null,
  kind text not null,
  day date not null,
  primary key (workspace_id, contact_id, kind, day),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index key_moments_by_day on key_moments (workspace_id, day);

-- Open tasks by when they are due, whoever has them.
create index tasks_due on tasks (workspace_id, due_at) where done_at is null and deleted_at is null and due_at is not null;
