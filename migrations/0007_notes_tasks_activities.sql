-- What people write beside what arrives by itself: notes with mentions, tasks, and what Sales did with somebody.

create table notes (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- What it is about: exactly one of the three.
  contact_id uuid,
  account_id uuid,
  deal_id uuid,
  body text not null check (char_length(body) between 1 and 10000),
  -- Nobody, where a key or an import of history wrote it.
  author_id uuid,
  pinned boolean not null default false,
  -- When it was written, which may be long before it was brought in.
  at timestamptz not null,
  edited_at timestamptz,
  -- Under which name another system knows it.
  source text collate "C",
  external_id text collate "C",
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, deal_id) references deals (workspace_id, id),
  foreign key (workspace_id, author_id) references members (workspace_id, id),
  check (num_nonnulls(contact_id, account_id, deal_id) = 1),
  check ((source is null) = (external_id is null))
);
create unique index notes_external on notes (workspace_id, source, external_id) where external_id is not null;
create index notes_by_contact on notes (workspace_id, contact_id, at, id) where contact_id is not null;
create index notes_by_account on notes (workspace_id, account_id, at, id) where account_id is not null;
create index notes_by_deal on notes (workspace_id, deal_id, at, id) where deal_id is not null;

-- Who was named in a note, as they were called then, and when they took note of it.
create table note_mentions (
  workspace_id uuid not null,
  note_id uuid not null,
  member_id uuid not null,
  written text not null,
  mentioned_by uuid,
  at timestamptz not null,
  read_at timestamptz,
  primary key (workspace_id, note_id, member_id),
  foreign key (workspace_id, note_id) references notes (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, mentioned_by) references members (workspace_id, id)
);
create index note_mentions_by_member on note_mentions (workspace_id, member_id, at, note_id);
create index note_mentions_unread on note_mentions (workspace_id, member_id) where read_at is null;

create table tasks (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  title text not null,
  note text,
  -- What it is about: at most one of the three.
  contact_id uuid,
  account_id uuid,
  deal_id uuid,
  assignee_id uuid not null,
  created_by uuid,
  -- A day of the assignee's, or an instant. `due_at` is when it becomes overdue: of a day, when that day is over for them.
  due_on date,
  due_at timestamptz,
  done_at timestamptz,
  done_by uuid,
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, deal_id) references deals (workspace_id, id),
  foreign key (workspace_id, assignee_id) references members (workspace_id, id),
  foreign key (workspace_id, created_by) references members (workspace_id, id),
  foreign key (workspace_id, done_by) references members (workspace_id, id),
  check (num_nonnulls(contact_id, account_id, deal_id) <= 1),
  check (due_on is null or due_at is not null)
);
create index tasks_open on tasks (workspace_id, assignee_id, (coalesce(due_at, 'infinity'::timestamptz)), id)
  where done_at is null and deleted_at is null;
create index tasks_done on tasks (workspace_id, assignee_id, done_at, id) where done_at is not null and deleted_at is null;
create index tasks_by_contact on tasks (workspace_id, contact_id) where contact_id is not null;
create index tasks_by_account on tasks (workspace_id, account_id) where account_id is not null;
create index tasks_by_deal on tasks (workspace_id, deal_id) where deal_id is not null;
create index tasks_by_creator on tasks (workspace_id, created_by) where created_by is not null;

-- What Sales did with somebody, and what they answered. Each is one touch, by `touch_id`, until it is withdrawn.
create table activities (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  contact_id uuid not null,
  deal_id uuid,
  -- Whose doing it was; nobody's where another system does not say.
  member_id uuid,
  kind text not null check (kind in ('call', 'email-sent', 'email-replied', 'meeting', 'social-message')),
  direction text not null check (direction in ('outbound', 'inbound')),
  at timestamptz not null,
  known_at timestamptz not null,
  live boolean not null,
  outcome text,
  minutes integer check (minutes between 0 and 1440),
  note text,
  -- How it is known: typed by somebody, or observed by a system. An automated mail is no attempt of anybody.
  known text not null check (known in ('typed', 'observed')),
  automated boolean not null default false,
  touch_id uuid not null,
  source text collate "C",
  external_id text collate "C",
  logged_by uuid,
  edited_at timestamptz,
  -- It was entered by mistake, or turned out not to have happened: it stays readable and counts for nothing.
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, deal_id) references deals (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, logged_by) references members (workspace_id, id),
  foreign key (workspace_id, withdrawn_by) references members (workspace_id, id),
  check ((source is null) = (external_id is null))
);
create unique index activities_external on activities (workspace_id, source, external_id) where external_id is not null;
create unique index activities_by_touch on activities (workspace_id, touch_id);
create index activities_by_contact on activities (workspace_id, contact_id, at, id);
create index activities_by_deal on activities (workspace_id, deal_id, at, id) where deal_id is not null;
