-- Own fields of people and companies: what the workspace keeps beside our fields, under contact.custom.KEY and
-- account.custom.KEY of an agreement. The values are in contacts.fields and accounts.fields; keys that messages and imports
-- brought may be there without a row here.
create table custom_fields (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  object text not null check (object in ('contact', 'account')),
  key text not null check (key ~ '^[A-Za-z0-9_-]{1,64}$'),
  label text not null,
  description text,
  type text not null check (type in ('text', 'number', 'bool', 'choice', 'date', 'instant')),
  -- The values of a choice in their order.
  options text[] not null,
  position integer not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, object, key),
  check ((type = 'choice') = (cardinality(options) > 0))
);
