-- More kinds of rows, who owns what, what an import changed, and imports that hand leads over.

alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (
  kind in ('contacts', 'accounts', 'deals', 'touches', 'members', 'activities', 'notes', 'stage-history', 'spend')
);
alter table import_records drop constraint import_records_object_check;
alter table import_records add constraint import_records_object_check check (
  object in ('contact', 'account', 'deal', 'touch', 'member', 'activity', 'note', 'stage', 'spend')
);
alter table external_ids drop constraint external_ids_object_check;
alter table external_ids add constraint external_ids_object_check check (
  object in ('contact', 'account', 'deal', 'touch', 'member', 'activity', 'note', 'stage', 'spend')
);

-- What an owner of the file becomes whom nobody here is: a text of the record, or a member without sign-in.
alter table imports add column owners text not null default 'match' check (owners in ('match', 'create'));
alter table imports add column how text not null default 'history' check (how in ('history', 'live'));
-- Of a live one: the version of the agreement that was named, and the load that was shown before.
alter table imports add column version_id uuid;
alter table imports add column load jsonb;
alter table imports add foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id);

-- Each row is written once more when it is done: with room beside it, no index has to follow.
alter table import_rows set (fillfactor = 60);

-- What an import changed on records that were there before, so that undoing can set it back. `field` as conditions name it,
-- or a reference that the record got: `ref:email:…`, `ref:ext:…`.
create table import_changes (
  workspace_id uuid not null,
  import_id uuid not null,
  object text not null check (object in ('contact', 'account', 'deal', 'spend')),
  record_id uuid not null,
  field text not null collate "C",
  row_number integer not null,
  old jsonb,
  new jsonb,
  -- When the old value was told, epoch milliseconds.
  old_told_at double precision,
  -- Why undoing left it.
  kept text,
  primary key (workspace_id, import_id, object, record_id, field),
  foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade
);

-- Members that came with an import: they own records and cannot sign in before they are invited.
alter table members add column awaits_invitation boolean not null default false;
alter table members add constraint members_awaiting check (not awaits_invitation or (not active and password_hash is null));
-- For whom an invitation is that is to become somebody who is there already.
alter table invitations add column member_id uuid;
alter table invitations add foreign key (workspace_id, member_id) references members (workspace_id, id);

-- Which stage a deal came to, and when.
create table deal_stages (
  workspace_id uuid not null,
  id uuid not null,
  deal_id uuid not null,
  stage text not null,
  at timestamptz not null,
  known_at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'rule', 'import')),
  actor_id text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deals (workspace_id, id)
);
create index deal_stages_by_deal on deal_stages (workspace_id, deal_id, at, id);

-- What was paid for a day of a campaign.
create table spend (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  day date not null,
  -- As the file says it, else by the workspace's rules of channels.
  channel text,
  source text,
  medium text,
  campaign text,
  content text,
  -- Minor units.
  amount bigint not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- In the workspace's currency; null where no rate is known.
  base_amount bigint,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index spend_by_day on spend (workspace_id, day, id);
