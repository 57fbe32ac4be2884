-- Files of people, companies, deals and touches that are brought in: what they say, what became of each row, and the ids
-- under which other systems know our records.

create table imports (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  status text not null check (
    status in ('uploading', 'draft', 'checking', 'running', 'done', 'cancelled', 'undoing', 'undone')
  ),
  -- What was found out about the file.
  format text not null check (format in ('csv', 'xlsx')),
  encoding text,
  delimiter text,
  header_row integer not null,
  -- json, not jsonb: what a file says is kept as it is, whatever is in it.
  headers json not null,
  signature text not null,
  profiles json not null,
  row_count integer not null default 0,
  -- What the rows are to become.
  kind text not null check (kind in ('contacts', 'accounts', 'deals', 'touches')),
  preset text,
  -- Under which name the ids of the file are kept.
  source text not null,
  key_by text not null check (key_by in ('external-id', 'email', 'none')),
  mode text not null check (mode in ('create', 'update', 'both')),
  blanks text not null check (blanks in ('keep', 'clear')),
  columns jsonb not null,
  touch jsonb not null,
  -- How far it has come: rows up to this number are done, and counted.
  cursor integer not null default 0,
  counts jsonb not null default '{}',
  -- What a dry run counted; null until there was one, and after each change of the mapping.
  dry_run jsonb,
  undo_counts jsonb,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, created_by) references members (workspace_id, id)
);
create index imports_newest on imports (workspace_id, created_at desc, id desc);
create index imports_busy on imports (status) where status in ('uploading', 'checking', 'running', 'undoing');

create table import_rows (
  workspace_id uuid not null,
  import_id uuid not null,
  -- From 1, below the header; rows without a cell are not counted.
  number integer not null,
  cells json not null,
  status text not null default 'waiting' check (
    status in ('waiting', 'created', 'updated', 'unchanged', 'skipped', 'fault')
  ),
  problem text,
  record_id uuid,
  primary key (workspace_id, import_id, number),
  foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade
);
create index import_rows_told on import_rows (workspace_id, import_id, number) where problem is not null;

-- What an import made, so that it can be undone. `version` is what it left: one that is higher was changed since.
create table import_records (
  workspace_id uuid not null,
  import_id uuid not null,
  object text not null check (object in ('contact', 'account', 'deal', 'touch')),
  record_id uuid not null,
  row_number integer not null,
  version integer not null,
  -- Of touches, which are kept by when they were.
  at timestamptz,
  -- Why undoing left it.
  kept text,
  primary key (workspace_id, import_id, object, record_id),
  foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade
);

create index import_records_by_record on import_records (workspace_id, record_id);

-- How the columns of files of one shape were mapped last.
create table import_mappings (
  workspace_id uuid not null references workspaces (id),
  signature text not null,
  mapping jsonb not null,
  updated_at timestamptz not null,
  primary key (workspace_id, signature)
);

create table external_ids (
  workspace_id uuid not null references workspaces (id),
  source text not null collate "C",
  object text not null check (object in ('contact', 'account', 'deal', 'touch')),
  external_id text not null collate "C",
  record_id uuid not null,
  primary key (workspace_id, source, object, external_id)
);
create index external_ids_by_record on external_ids (workspace_id, record_id);

-- What other systems say of a deal beyond our fields; and when it was opened may be unknown.
alter table deals add column fields jsonb not null default '{}';
alter table deals alter column opened_at drop not null;

-- Without these, removing a record reads all that could refer to it.
create index contacts_merged on contacts (workspace_id, merged_into) where merged_into is not null;
create index accounts_merged on accounts (workspace_id, merged_into) where merged_into is not null;
create index handoffs_by_deal on handoffs (workspace_id, deal_id) where deal_id is not null;
create index handoffs_by_account on handoffs (workspace_id, account_id) where account_id is not null;
