-- Counts of touches for reports, and what sources need to be looked after.

-- ── Rollups ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Whoever stores a touch appends +1 here in the same transaction, whoever takes one away -1; nobody ever updates a row, so
-- writers never wait for each other. One reader (fold-rollups) takes rows away and adds them to the two tables below;
-- reports sum all three. In the dimensions 0 stands for "none": codes of the dictionary begin with 1, and equality then
-- needs no special case for null.
create table rollup_deltas (
  workspace_id uuid not null,
  seq bigint not null generated always as identity,
  -- The workspace's own day, by rollup_states.zone.
  day date not null,
  identity_id bigint not null,
  kind integer not null,
  channel integer not null,
  department text not null,
  campaign integer not null,
  form integer not null,
  source integer not null,
  live boolean not null,
  touches integer not null,
  primary key (workspace_id, seq)
);

-- Each combination of dimensions that has come, once: days hold its number instead of seven columns.
create table rollup_keys (
  workspace_id uuid not null references workspaces (id),
  id integer not null generated always as identity,
  kind integer not null,
  channel integer not null,
  department text not null check (department in ('marketing', 'sales')),
  campaign integer not null,
  form integer not null,
  source integer not null,
  live boolean not null,
  primary key (workspace_id, id),
  unique (workspace_id, kind, channel, department, campaign, form, source, live)
);

create table rollup_days (
  workspace_id uuid not null,
  day date not null,
  key_id integer not null,
  -- May be below nothing for as long as the other half of a correction is still a delta.
  touches bigint not null,
  primary key (workspace_id, day, key_id),
  foreign key (workspace_id, key_id) references rollup_keys (workspace_id, id)
);

-- The same by identity, from which distinct people are counted: whose an identity is may change, the row never does. As
-- numerous as touches, so without a foreign key, as those.
create table identity_days (
  workspace_id uuid not null,
  day date not null,
  identity_id bigint not null,
  key_id integer not null,
  touches integer not null,
  primary key (workspace_id, day, identity_id, key_id)
);

-- The zone by which days are counted, and whether all of them are. Writers hold the row while they count, so that a new
-- zone waits for those who count by the old one.
create table rollup_states (
  workspace_id uuid not null references workspaces (id),
  zone text not null,
  is_built boolean not null,
  primary key (workspace_id)
);

-- ── Sources ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- What a visitor's Sec-GPC or DNT means: nothing, that analytics is denied, or that nothing is taken.
alter table sources add column privacy_signal text not null default 'ignore' check (privacy_signal in ('ignore', 'deny', 'drop'));
-- After a change of key the old one works on until then, so that pages can be changed one by one.
alter table sources add column previous_key text;
alter table sources add column previous_key_until timestamptz;
alter table sources add constraint sources_previous_key check ((previous_key is null) = (previous_key_until is null));
create unique index sources_by_previous_key on sources (previous_key);

-- What was left out or changed of what a source sent, by day (UTC) and reason: counted, not kept.
create table inbound_notices (
  workspace_id uuid not null,
  source_id uuid not null,
  day date not null,
  code text not null,
  count bigint not null,
  last_at timestamptz not null,
  -- The start of the newest such message; null where its sender wants nothing kept.
  example text,
  primary key (workspace_id, source_id, day, code),
  foreign key (workspace_id, source_id) references sources (workspace_id, id)
);
