-- People and companies as people work with them: sorted, searched and filtered, on lists, edited by hand, with dated changes.

-- When each field was last told, by its name, epoch milliseconds: a message that happened before does not overwrite it.
alter table contacts add column told_at jsonb not null default '{}';
alter table accounts add column told_at jsonb not null default '{}';

-- What the contact is to their company when it buys.
alter table contacts add column buying_role text check (
  buying_role in ('initiator', 'user', 'influencer', 'gatekeeper', 'decision-maker', 'approver', 'buyer')
);

-- The orders of the lists. What is missing comes last where the best comes first.
create index contacts_by_last_touch on contacts (workspace_id, (coalesce(last_touch_at, '-infinity'::timestamptz)), id);
create index contacts_by_creation on contacts (workspace_id, created_at, id);
create index contacts_by_grade on contacts (workspace_id, (coalesce(grade, 'E')), id);
create index accounts_by_creation on accounts (workspace_id, created_at, id);

-- Whose they are.
create index contacts_by_owner on contacts (workspace_id, owner_id) where owner_id is not null;
create index contacts_by_finder on contacts (workspace_id, found_by) where found_by is not null;
create index accounts_by_owner on accounts (workspace_id, owner_id) where owner_id is not null;

create index contact_keys_search on contact_keys using gin (key gin_trgm_ops) where kind = 'email';
create index account_domains_search on account_domains using gin (domain gin_trgm_ops);

-- A list is kept by hand, or is a condition that is evaluated when it is read; then it has no entries.
alter table lists add column condition jsonb;
create index list_entries_by_list on list_entries (workspace_id, list_id, added_at, record_id);

-- Each change of a field of a record that was there before. `at` is when it happened, `known_at` when it was written; at any
-- instant a field was the `old` of the first change after it, else what it is now.
create table field_changes (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  object text not null check (object in ('contact', 'account')),
  record_id uuid not null,
  field text not null,
  at timestamptz not null,
  known_at timestamptz not null,
  old jsonb not null,
  new jsonb not null,
  actor_kind text not null check (actor_kind in ('member', 'key', 'source', 'system')),
  actor_id text,
  primary key (workspace_id, id)
);
create index field_changes_by_record on field_changes (workspace_id, record_id, field, at);
create trigger field_changes_never_change before update on field_changes
  for each row execute function refuse_change();
