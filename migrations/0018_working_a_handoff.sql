-- What Sales does with a lead and what Marketing answers; and what pages are told of as it happens.

-- What a verdict changed, so that it can be taken back as long as it may be; the turn that routing gave back for it; and what it
-- joins, where the lead is being worked already.
alter table handoffs add column undo jsonb;
alter table handoffs add column turn_returned_at timestamptz;
alter table handoffs add column attached_contact_id uuid;
alter table handoffs add column attached_handoff_id uuid;
alter table handoffs add foreign key (workspace_id, attached_contact_id) references contacts (workspace_id, id);
alter table handoffs add foreign key (workspace_id, attached_handoff_id) references handoffs (workspace_id, id);

-- Who has opened the brief, and when first.
create table brief_openings (
  workspace_id uuid not null,
  handoff_id uuid not null,
  member_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, handoff_id, member_id),
  foreign key (workspace_id, handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
-- What of the brief a member called useful or useless.
create table brief_ratings (
  workspace_id uuid not null,
  handoff_id uuid not null,
  member_id uuid not null,
  field text not null check (
    field in ('because', 'why-now', 'scores', 'persona', 'approach', 'segment', 'company', 'colleagues', 'route')
  ),
  useful boolean not null,
  at timestamptz not null,
  primary key (workspace_id, handoff_id, member_id, field),
  foreign key (workspace_id, handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- A rejected handoff as a conversation between the departments.
create table rejections (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  handoff_id uuid not null,
  reason text not null,
  fixer text not null check (fixer in ('targeting', 'scoring', 'data', 'timing', 'process')),
  status text not null check (status in ('open', 'answered', 'contested', 'upheld', 'overturned')),
  opened_at timestamptz not null,
  -- Who must answer; nobody where the workspace has nobody for it.
  answerer_id uuid,
  answered_at timestamptz,
  answered_by uuid,
  answer text,
  -- What Marketing changes because of it: of what kind, which one, and what about it.
  changes jsonb not null default '[]',
  -- Until when it may be contested; null where the agreement lets nobody.
  contest_until timestamptz,
  contested_at timestamptz,
  contested_by uuid,
  contest text,
  decided_at timestamptz,
  deadlock boolean not null default false,
  new_handoff_id uuid,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, handoff_id),
  foreign key (workspace_id, handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, new_handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, answerer_id) references members (workspace_id, id),
  foreign key (workspace_id, answered_by) references members (workspace_id, id),
  foreign key (workspace_id, contested_by) references members (workspace_id, id)
);
create index rejections_by_time on rejections (workspace_id, opened_at desc, id desc);
create index rejections_unsettled on rejections (workspace_id, answerer_id) where status in ('open', 'contested');
-- What each department ruled on a contested rejection.
create table rejection_votes (
  workspace_id uuid not null,
  rejection_id uuid not null,
  party text not null check (party in ('marketing', 'sales')),
  ruling text not null check (ruling in ('upheld', 'overturned')),
  member_id uuid not null,
  note text,
  at timestamptz not null,
  primary key (workspace_id, rejection_id, party),
  foreign key (workspace_id, rejection_id) references rejections (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
alter table clocks add foreign key (workspace_id, rejection_id) references rejections (workspace_id, id);

-- What the agreement says happens when time alone has brought a clock so far: it is carried out apart, since that takes other
-- rows in another order than judging clocks does.
alter table clocks add column consequence text check (consequence in ('accept-by-timeout', 'reassign', 'end-arbitration'));
create index clocks_consequence on clocks (workspace_id, consequence) where consequence is not null;
-- Both departments owe an arbitration at the same time.
drop index clocks_open;
create unique index clocks_open on clocks (workspace_id, handoff_id, kind, department)
  where outcome is null and handoff_id is not null;

-- Recycled people by the day on which they wake up.
create index contacts_wake on contacts (workspace_id, wake_up_at) where wake_up_at is not null;

-- A link in a mail by which one verdict can be given without signing in, once.
create table verdict_links (
  workspace_id uuid not null,
  token_hash bytea not null,
  handoff_id uuid not null,
  member_id uuid not null,
  verb text not null check (verb in ('accept', 'reject')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, token_hash),
  foreign key (workspace_id, handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create unique index verdict_links_by_token on verdict_links (token_hash);
create index verdict_links_by_expiry on verdict_links (expires_at);

-- What happened, in ids only, for pages that are open and for whoever tells people of it: a reader goes on from the last that it
-- has seen, in the order of transactions, and reads none that an older one can still come before.
create table events (
  workspace_id uuid not null references workspaces (id),
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  kind text not null,
  object text not null,
  object_id uuid not null,
  -- Whose record it is: who reaches one of them is told.
  member_ids uuid[] not null,
  details jsonb not null default '{}',
  primary key (workspace_id, seq)
);
create index events_in_order on events (workspace_id, xid, seq);
