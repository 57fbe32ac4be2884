-- Workspaces, members, teams, calendars, sessions, keys, and the plumbing that every later part uses.
-- Every key begins with workspace_id: a reference across workspaces cannot be stored, and a cluster can distribute by it.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- One row once the first run is done: two browsers that finish the wizard at once meet here.
create table installation (
  only_one boolean primary key default true check (only_one),
  workspace_id uuid not null,
  set_up_at timestamptz not null
);

create table workspaces (
  id uuid primary key,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  zone text not null,
  locale text not null,
  fiscal_start text not null check (fiscal_start ~ '^\d\d-\d\d$'),
  visibility text not null default 'team' check (visibility in ('own', 'team', 'all')),
  created_at timestamptz not null,
  version integer not null default 1
);

create table members (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  email text not null,
  -- Folded in core (NFKC, lower case, trimmed): the database's lower() and collations are never used for it.
  email_key text not null,
  name text not null,
  name_key text not null collate "C",
  department text not null check (department in ('marketing', 'sales', 'both')),
  role text not null check (role in ('admin', 'head', 'lead', 'member', 'viewer', 'sponsor')),
  visibility text check (visibility in ('own', 'team', 'all')),
  zone text,
  locale text,
  password_hash text,
  active boolean not null default true,
  last_seen_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id)
);
-- Sign-in has only an e-mail address: it is unique in the whole installation.
create unique index members_email on members (email_key);
create index members_by_name on members (workspace_id, name_key, id);
create index members_search on members using gin (name_key gin_trgm_ops);

create table departments (
  workspace_id uuid not null references workspaces (id),
  department text not null check (department in ('marketing', 'sales')),
  head_id uuid,
  deputy_id uuid,
  version integer not null default 1,
  primary key (workspace_id, department),
  foreign key (workspace_id, head_id) references members (workspace_id, id),
  foreign key (workspace_id, deputy_id) references members (workspace_id, id),
  check (deputy_id is distinct from head_id or head_id is null)
);

create table teams (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  name_key text not null collate "C",
  department text not null check (department in ('marketing', 'sales', 'both')),
  lead_id uuid,
  archived_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references members (workspace_id, id)
);
create unique index teams_name on teams (workspace_id, name_key) where archived_at is null;

-- Dated rows: who was in which team, with which weight and cap, can be told for any past instant.
create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  weight integer not null default 1 check (weight >= 0),
  cap integer check (cap >= 0),
  valid_from timestamptz not null,
  valid_to timestamptz,
  primary key (workspace_id, team_id, member_id, valid_from),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  check (valid_to > valid_from),
  exclude using gist (
    workspace_id with =, team_id with =, member_id with =, tstzrange(valid_from, valid_to) with &&
  )
);
create index team_members_by_member on team_members (workspace_id, member_id, valid_from);

create table calendars (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  team_id uuid,
  member_id uuid,
  zone text not null,
  hours jsonb not null,
  holidays text,
  closed jsonb not null default '[]',
  days jsonb not null default '{}',
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  check (team_id is null or member_id is null)
);
-- One calendar each for the workspace, a team, a member.
create unique index calendars_workspace on calendars (workspace_id) where team_id is null and member_id is null;
create unique index calendars_team on calendars (workspace_id, team_id) where team_id is not null;
create unique index calendars_member on calendars (workspace_id, member_id) where member_id is not null;

create table absences (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  cover_id uuid,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, cover_id) references members (workspace_id, id),
  check (ends_at > starts_at),
  check (cover_id is distinct from member_id),
  exclude using gist (workspace_id with =, member_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index absences_by_end on absences (workspace_id, ends_at, id);

create table sessions (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  token_hash bytea not null,
  -- After a rotation the old token works for a moment more: requests already under way carry it.
  previous_hash bytea,
  previous_until timestamptz,
  rotate boolean not null default false,
  device text not null,
  address text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create unique index sessions_token on sessions (token_hash);
create index sessions_previous on sessions (previous_hash) where previous_hash is not null;
create index sessions_by_member on sessions (workspace_id, member_id);

create table password_resets (
  workspace_id uuid not null,
  token_hash bytea not null,
  member_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, token_hash),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index password_resets_by_member on password_resets (workspace_id, member_id);

-- Networks from which a member signed in lately: guesses from elsewhere do not lock the member out of these.
create table known_networks (
  workspace_id uuid not null,
  member_id uuid not null,
  network_hash bytea not null,
  expires_at timestamptz not null,
  primary key (workspace_id, member_id, network_hash),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- Failed attempts by account and address, by address, by account. Keys are hashes: no address is kept in clear.
create table sign_in_failures (
  bucket text not null check (bucket in ('account-address', 'address', 'account', 'reset-request')),
  key_hash bytea not null,
  failures integer not null,
  first_at timestamptz not null,
  blocked_until timestamptz,
  primary key (bucket, key_hash)
);

create table invitations (
  workspace_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  email text not null,
  email_key text not null,
  name text,
  department text not null check (department in ('marketing', 'sales', 'both')),
  role text not null check (role in ('admin', 'head', 'lead', 'member', 'viewer', 'sponsor')),
  heads text check (heads in ('marketing', 'sales')),
  -- Who held that post when the invitation was made: somebody named since then is not pushed out by it.
  replaces_id uuid,
  team_id uuid,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, replaces_id) references members (workspace_id, id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  foreign key (workspace_id, invited_by) references members (workspace_id, id)
);
create unique index invitations_token on invitations (token_hash);
create unique index invitations_open on invitations (workspace_id, email_key) where accepted_at is null and revoked_at is null;

create table api_keys (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  prefix text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, created_by) references members (workspace_id, id)
);
create unique index api_keys_secret on api_keys (secret_hash);

-- What must leave the house is a row written with its cause; a job carries it out. xid lets a reader see only what no
-- slower transaction can still precede.
create table outbox (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('mail')),
  -- Same key, same thing: a retry of its cause writes no second row.
  key text not null,
  -- For mail: recipient and subject in clear for the page, the text with its link sealed.
  envelope jsonb not null,
  sealed bytea not null,
  attempts integer not null default 0,
  problem text,
  created_at timestamptz not null,
  -- When the next try is due; null once nothing is left to do, and while a worker has it.
  next_at timestamptz,
  -- Since when a worker has it.
  claimed_at timestamptz,
  sent_at timestamptz,
  failed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, key),
  check (num_nonnulls(next_at, claimed_at, sent_at, failed_at) = 1)
);
create index outbox_due on outbox (workspace_id, next_at) where next_at is not null;
create index outbox_claimed on outbox (workspace_id, claimed_at) where claimed_at is not null;
create index outbox_newest on outbox (workspace_id, created_at desc, id desc);

create table idempotency_keys (
  workspace_id uuid not null,
  -- Who sent it and to which route: `member:<id> POST /api/teams`.
  key_scope text not null,
  key text not null,
  body_hash bytea not null,
  status integer not null,
  -- Sealed: an answer may hold a secret that is shown once.
  response bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, key_scope, key)
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);

create table audit (
  workspace_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  actor_kind text not null check (actor_kind in ('member', 'key', 'system', 'public')),
  actor_id uuid,
  verb text not null,
  object text not null,
  object_id text,
  before jsonb,
  after jsonb,
  request_id text,
  xid xid8 not null default pg_current_xact_id(),
  primary key (workspace_id, at, id)
) partition by range (at);
create index audit_by_object on audit (workspace_id, object, object_id, at desc);
create index audit_erasures on audit (workspace_id, xid) where verb = 'audit.erased';
create index audit_by_actor on audit (workspace_id, actor_id, at desc);

-- The marker that erasure leaves in place of a personal value.
create function erased_marker() returns jsonb language sql immutable parallel safe
  return '"[erased]"'::jsonb;

-- True when `after` is `before` with nothing changed but values replaced by the marker.
create function only_erases(before jsonb, after jsonb) returns boolean
language plpgsql immutable as $$
begin
  if before is not distinct from after or after = erased_marker() then
    return true;
  end if;
  if jsonb_typeof(before) = 'object' and jsonb_typeof(after) = 'object' then
    return (select count(*) from jsonb_object_keys(before)) = (select count(*) from jsonb_object_keys(after))
       and not exists (
         select from jsonb_each(before) b
         where not (after ? b.key) or not only_erases(b.value, after -> b.key)
       );
  end if;
  if jsonb_typeof(before) = 'array' and jsonb_typeof(after) = 'array' then
    return jsonb_array_length(before) = jsonb_array_length(after)
       and not exists (
         select from generate_series(0, jsonb_array_length(before) - 1) n
         where not only_erases(before -> n, after -> n)
       );
  end if;
  return false;
end $$;

-- Append-only, whoever asks, the owner of the table included. The one way through is an erasure that wrote its own
-- entry in the same transaction and does nothing but put markers in place of values.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  -- Nested: a statement trigger (truncate) has no old row to look at.
  if tg_op = 'UPDATE' then
    if (old.workspace_id, old.at, old.id, old.actor_kind, old.verb, old.object, old.xid)
         = (new.workspace_id, new.at, new.id, new.actor_kind, new.verb, new.object, new.xid)
       and (old.actor_id, old.object_id, old.request_id)
         is not distinct from (new.actor_id, new.object_id, new.request_id)
       and (old.before is null) = (new.before is null) and only_erases(old.before, new.before)
       and (old.after is null) = (new.after is null) and only_erases(old.after, new.after)
       and exists (
         select from audit e
         where e.workspace_id = old.workspace_id and e.verb = 'audit.erased' and e.xid = pg_current_xact_id()
       )
    then
      return new;
    end if;
  end if;
  raise exception 'The audit log is append-only.' using errcode = 'restrict_violation';
end $$;

create trigger audit_append_only before update or delete on audit
  for each row execute function refuse_audit_change();
create trigger audit_no_truncate before truncate on audit
  for each statement execute function refuse_audit_change();

create function erase_json(value jsonb, fields text[]) returns jsonb
language plpgsql immutable as $$
begin
  return case jsonb_typeof(value)
    when 'object' then (
      select coalesce(jsonb_object_agg(
        e.key,
        case when e.key = any (fields) and e.value <> 'null'::jsonb then erased_marker() else erase_json(e.value, fields) end
      ), '{}')
      from jsonb_each(value) e
    )
    when 'array' then (
      select coalesce(jsonb_agg(erase_json(e.value, fields) order by e.n), '[]')
      from jsonb_array_elements(value) with ordinality e (value, n)
    )
    else value
  end;
end $$;

-- Replaces the named fields of one record by the marker in all of its entries, and says so in an entry of its own.
-- Returns how many entries were changed.
create function erase_audit_values(
  in_workspace uuid, in_entry uuid, in_at timestamptz, in_actor_kind text, in_actor uuid, in_request text,
  in_object text, in_object_id text, in_fields text[]
) returns integer language plpgsql as $$
declare
  changed integer;
begin
  insert into audit (workspace_id, at, id, actor_kind, actor_id, verb, object, object_id, after, request_id)
  values (in_workspace, in_at, in_entry, in_actor_kind, in_actor, 'audit.erased', in_object, in_object_id,
          jsonb_build_object('fields', to_jsonb(in_fields)), in_request);
  update audit
     set before = erase_json(before, in_fields), after = erase_json(after, in_fields)
   where workspace_id = in_workspace and object = in_object and object_id = in_object_id and verb <> 'audit.erased'
     and (before, after) is distinct from (erase_json(before, in_fields), erase_json(after, in_fields));
  get diagnostics changed = row_count;
  return changed;
end $$;

-- Makes the partitions of a table by month, from one instant's month on. There is no default partition: a row outside
-- of what was made is an error, not a slow surprise.
create function ensure_months(parent text, from_instant timestamptz, months integer) returns integer
language plpgsql as $$
declare
  first date := date_trunc('month', from_instant at time zone 'UTC')::date;
  month date;
  name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('ensure_months:' || parent));
  for month in select (first + make_interval(months => n))::date from generate_series(0, months - 1) n loop
    name := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
    if to_regclass(name) is null then
      execute format(
        'create table %I partition of %I for values from (%L) to (%L)', name, parent,
        month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
      -- Statement triggers of the parent do not guard a partition that is truncated by its own name.
      if parent = 'audit' then
        execute format(
          'create trigger audit_no_truncate before truncate on %I for each statement execute function refuse_audit_change()',
          name);
      end if;
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
