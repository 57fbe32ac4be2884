-- The agreement, what arrives, whom it is about, and the handoff: what the first lap of the relay needs.
-- Texts that conditions compare stand a second time as they compare (`texts`): keys as in the field list without its prefix
-- (`title`, `custom.plan`), values as core folds them. A value is the folded text alone where its words are the same with
-- single spaces between them, else the pair of both: ["vice-president, sales", " vice president sales "].

-- Routing names teams by a key. Old code does not write it; null reads as "no key yet".
alter table teams add column key text;
update teams t
   set key = left(coalesce(nullif(trim(both '-' from regexp_replace(name_key, '[^a-z0-9]+', '-', 'g')), ''), 'team'), 48)
             || case when exists (
                  select from teams o
                  where o.workspace_id = t.workspace_id and o.id < t.id
                    and coalesce(nullif(trim(both '-' from regexp_replace(o.name_key, '[^a-z0-9]+', '-', 'g')), ''), 'team')
                      = coalesce(nullif(trim(both '-' from regexp_replace(t.name_key, '[^a-z0-9]+', '-', 'g')), ''), 'team')
                ) then '-' || right(id::text, 8) else '' end;
alter table teams add constraint teams_key_form check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
create unique index teams_key on teams (workspace_id, key);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of % are never changed.', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Makes the partitions of a table by UTC day, as ensure_months does by month.
create function ensure_days(parent text, from_instant timestamptz, days integer) returns integer
language plpgsql as $$
declare
  first date := (from_instant at time zone 'UTC')::date;
  day date;
  name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('ensure_days:' || parent));
  for day in select first + n from generate_series(0, days - 1) n loop
    name := format('%s_%s', parent, to_char(day, 'YYYY_MM_DD'));
    if to_regclass(name) is null then
      execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent,
        day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

-- ── The agreement ──────────────────────────────────────────────────────────────────────────────────────────────────

create table agreement_versions (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  number integer not null,
  status text not null check (
    status in ('draft', 'proposed', 'returned', 'signed', 'in-force', 'superseded', 'withdrawn')
  ),
  name text not null,
  -- As it was written, comments included; what was signed is `canonical`, and its SHA-256 the hash. A draft that cannot be
  -- read yet has neither.
  source text not null,
  canonical text,
  hash text check (hash ~ '^[0-9a-f]{64}$'),
  -- Goes up with every proposal: signatures under an earlier one are void.
  proposal integer not null default 0,
  message text,
  proposed_by uuid,
  proposed_at timestamptz,
  proposed_for text check (proposed_for in ('marketing', 'sales')),
  -- When it is to come into force, agreed by proposing and signing.
  effective_at timestamptz,
  -- What becomes of people who qualify under it already: nobody, or waves of so many a rep and day.
  wave_size integer check (wave_size > 0),
  -- What the other side said when it gave the text back.
  returned_message text,
  returned_by uuid,
  returned_at timestamptz,
  in_force_from timestamptz,
  in_force_to timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, proposed_by) references members (workspace_id, id),
  foreign key (workspace_id, returned_by) references members (workspace_id, id),
  foreign key (workspace_id, created_by) references members (workspace_id, id),
  unique (workspace_id, number),
  check ((canonical is null) = (hash is null)),
  check (status in ('draft', 'withdrawn') or hash is not null),
  check (status not in ('signed', 'in-force', 'superseded') or effective_at is not null),
  check ((status in ('in-force', 'superseded')) = (in_force_from is not null)),
  check (in_force_to is null or status = 'superseded'),
  check (in_force_to >= in_force_from),
  -- One agreement at any instant.
  constraint agreement_versions_in_force
    exclude using gist (workspace_id with =, tstzrange(in_force_from, in_force_to) with &&) where (in_force_from is not null)
);
create unique index agreement_versions_proposed on agreement_versions (workspace_id) where status in ('proposed', 'signed');
-- What was signed stands: neither its text nor when it began to bind is ever changed, and its row stays.
create function refuse_signed_change() returns trigger language plpgsql as $$
begin
  if old.status not in ('signed', 'in-force', 'superseded', 'withdrawn') then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' or (new.source, new.canonical, new.hash, new.proposal, new.number, new.id, new.workspace_id)
       is distinct from (old.source, old.canonical, old.hash, old.proposal, old.number, old.id, old.workspace_id)
     or old.in_force_from is distinct from new.in_force_from and old.in_force_from is not null
     or new.status in ('draft', 'proposed', 'returned') then
    raise exception 'A signed or withdrawn agreement is never changed.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger agreement_versions_signed before update or delete on agreement_versions
  for each row execute function refuse_signed_change();
create index agreement_versions_due on agreement_versions (effective_at) where status = 'signed';

create table signatures (
  workspace_id uuid not null,
  version_id uuid not null,
  proposal integer not null,
  party text not null check (party in ('marketing', 'sales', 'sponsor')),
  member_id uuid not null,
  as_deputy boolean not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  signed_at timestamptz not null,
  primary key (workspace_id, version_id, proposal, party),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create trigger signatures_never_change before update or delete on signatures for each row execute function refuse_change();
create trigger signatures_no_truncate before truncate on signatures for each statement execute function refuse_change();

create table acknowledgements (
  workspace_id uuid not null,
  version_id uuid not null,
  member_id uuid not null,
  acknowledged_at timestamptz not null,
  primary key (workspace_id, version_id, member_id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- ── What arrives ───────────────────────────────────────────────────────────────────────────────────────────────────

create table sources (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('website', 'server')),
  -- In clear: it stands in every page of the site that it is for, and allows nothing but sending.
  write_key text not null,
  created_by uuid,
  created_at timestamptz not null,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, created_by) references members (workspace_id, id)
);
create unique index sources_write_key on sources (write_key);

-- Append-only, as received. Readers go by (xid, seq) and stop before the oldest transaction that still writes: seq alone
-- can lead past a row, since a slower transaction may have drawn a lower one and not yet committed.
create sequence inbound_seq as bigint;
create table inbound (
  workspace_id uuid not null,
  received_at timestamptz not null,
  seq bigint not null default nextval('inbound_seq'),
  xid xid8 not null default pg_current_xact_id(),
  source_id uuid not null,
  message_id text not null,
  -- When the client says that it happened and that it sent it; the difference to received_at corrects its clock.
  happened_at timestamptz,
  sent_at timestamptz,
  address text,
  user_agent text,
  body json not null,
  primary key (workspace_id, source_id, received_at, seq)
) partition by range (received_at);
create index inbound_in_order on inbound (workspace_id, xid, seq);
alter sequence inbound_seq owned by inbound.seq;

-- Which messages have arrived, longer than inbound keeps them: a retry is dropped before its time is corrected.
create table inbound_keys (
  workspace_id uuid not null,
  source_id uuid not null,
  message_hash bytea not null,
  received_at timestamptz not null,
  primary key (workspace_id, source_id, message_hash)
) partition by hash (message_hash);
create table inbound_keys_0 partition of inbound_keys for values with (modulus 4, remainder 0);
create table inbound_keys_1 partition of inbound_keys for values with (modulus 4, remainder 1);
create table inbound_keys_2 partition of inbound_keys for values with (modulus 4, remainder 2);
create table inbound_keys_3 partition of inbound_keys for values with (modulus 4, remainder 3);
create index inbound_keys_age on inbound_keys (received_at);

-- What could not be stored or understood, whole, so that it can be corrected and sent again.
create table inbound_faults (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  source_id uuid,
  -- Null where it never came as far as the log.
  seq bigint,
  received_at timestamptz not null,
  code text not null,
  problem text not null,
  body text not null,
  resolved_at timestamptz,
  primary key (workspace_id, id)
);
create index inbound_faults_newest on inbound_faults (workspace_id, received_at desc, id desc);

-- How far each reader has come. The lease says until when somebody reads; the fence goes up with each claim, and a batch
-- that was claimed under an older one cannot commit.
create table cursors (
  workspace_id uuid not null references workspaces (id),
  name text not null,
  -- The last row that was read to the end.
  xid xid8 not null default '0',
  seq bigint not null default 0,
  lease_until timestamptz,
  fence bigint not null default 0,
  primary key (workspace_id, name)
);

-- ── Whom it is about ───────────────────────────────────────────────────────────────────────────────────────────────

create table accounts (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text,
  sort_key text not null collate "C",
  -- The name without legal form and punctuation, by which spellings meet.
  company_key text,
  domain text,
  industry text,
  country text,
  employees integer check (employees >= 0),
  -- Minor units of the workspace's currency.
  revenue bigint check (revenue >= 0),
  owner_id uuid,
  tier smallint check (tier between 1 and 9),
  is_target boolean not null default false,
  fields jsonb not null default '{}',
  texts jsonb not null default '{}',
  merged_into uuid,
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references members (workspace_id, id),
  foreign key (workspace_id, merged_into) references accounts (workspace_id, id)
);
create index accounts_by_name on accounts (workspace_id, sort_key, id);
create index accounts_by_company_key on accounts (workspace_id, company_key) where company_key is not null;
create index accounts_search on accounts using gin (sort_key gin_trgm_ops);

create table account_domains (
  workspace_id uuid not null,
  domain text not null collate "C",
  account_id uuid not null,
  primary key (workspace_id, domain),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id)
);
create index account_domains_by_account on account_domains (workspace_id, account_id);

create table contacts (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  account_id uuid,
  email text,
  email_domain text,
  -- The class of the e-mail's domain.
  mailbox text check (mailbox in ('business', 'free', 'disposable')),
  name text,
  first_name text,
  last_name text,
  sort_key text not null collate "C",
  title text,
  phone text,
  country text,
  language text,
  zone text,
  source text,
  owner_id uuid,
  -- The rep who found the contact, and until when it stays with them.
  found_by uuid,
  protected_until timestamptz,
  -- An e-mail or phone that has not bounced and is not opted out.
  reachable boolean not null default false,
  -- What holds now, by purpose; how it came about is in consents.
  consent jsonb not null default '{}',
  fields jsonb not null default '{}',
  texts jsonb not null default '{}',

  -- Facts: functions of the touches, recomputed at any time with the same result.
  fit double precision,
  engagement double precision,
  grade text check (grade ~ '^[A-D][1-4]$'),
  persona text,
  segment text,
  touch_count integer not null default 0,
  last_touch_at timestamptz,
  scored_at timestamptz,
  scored_under uuid,
  -- When something about the contact next changes by time alone.
  valid_until timestamptz,

  -- Decisions: the last of transitions and journey_events, kept here for lists.
  current_stage text,
  furthest_stage text,
  cycle integer not null default 0,
  cycle_began_at timestamptz,
  wake_up_at timestamptz,
  journey_step text,

  merged_into uuid,
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, owner_id) references members (workspace_id, id),
  foreign key (workspace_id, found_by) references members (workspace_id, id),
  foreign key (workspace_id, merged_into) references contacts (workspace_id, id),
  foreign key (workspace_id, scored_under) references agreement_versions (workspace_id, id)
);
create index contacts_by_name on contacts (workspace_id, sort_key, id);
create index contacts_by_account on contacts (workspace_id, account_id);
create index contacts_due on contacts (workspace_id, valid_until) where valid_until is not null;
-- Finds who was not yet judged by the version in force.
create index contacts_by_version on contacts (workspace_id, scored_under, id);
create index contacts_search on contacts using gin (sort_key gin_trgm_ops);

-- E-mail and phone keys of core/identity: at most one contact each.
create table contact_keys (
  workspace_id uuid not null,
  kind text not null check (kind in ('email', 'phone')),
  key text not null collate "C",
  contact_id uuid not null,
  -- As it was written.
  value text not null,
  bounced_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, kind, key),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index contact_keys_by_contact on contact_keys (workspace_id, contact_id);

-- Each way in which a touch can say whose it is. A touch keeps its identity for ever; whose identity it is may change.
create table identities (
  workspace_id uuid not null references workspaces (id),
  id bigint generated always as identity,
  kind text not null check (kind in ('user', 'anonymous', 'contact')),
  value text not null collate "C",
  contact_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, kind, value),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index identities_by_contact on identities (workspace_id, contact_id);

create table consents (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  purpose text not null,
  status text not null check (status in ('granted', 'denied')),
  at timestamptz not null,
  known_at timestamptz not null,
  text_version text,
  proof jsonb not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index consents_by_contact on consents (workspace_id, contact_id, purpose, at);

create table lists (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  object text not null check (object in ('contact', 'account')),
  name text not null,
  -- Folded: conditions name a list by it.
  name_key text not null,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, object, name_key)
);
create table list_entries (
  workspace_id uuid not null,
  list_id uuid not null,
  record_id uuid not null,
  added_at timestamptz not null,
  primary key (workspace_id, list_id, record_id),
  foreign key (workspace_id, list_id) references lists (workspace_id, id)
);
create index list_entries_by_record on list_entries (workspace_id, record_id);

-- Each distinct word of touches once, with its folded text and its words: a condition is tried once for each, not for
-- each touch, and touches hold numbers.
create table dictionary (
  workspace_id uuid not null references workspaces (id),
  code integer generated always as identity,
  kind text not null check (
    kind in ('kind', 'name', 'path', 'host', 'form', 'campaign', 'channel', 'source', 'medium', 'content')
  ),
  value text not null collate "C",
  folded text not null collate "C",
  words text not null collate "C",
  primary key (workspace_id, code),
  unique (workspace_id, kind, value)
);

-- Append-only. Its foreign keys are left out for speed: identities and dictionary entries are never removed before their touches.
create table touches (
  workspace_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  identity_id bigint not null,
  known_at timestamptz not null,
  kind integer not null,
  name integer,
  path integer,
  host integer,
  form integer,
  campaign integer,
  channel integer,
  source integer,
  medium integer,
  content integer,
  department text not null check (department in ('marketing', 'sales')),
  member_id uuid,
  -- Arrived live or with an import of history, which qualifies nobody.
  live boolean not null,
  props jsonb not null default '{}',
  texts jsonb not null default '{}',
  -- The message that it came with: the key under which it cannot come twice.
  message_hash bytea,
  primary key (workspace_id, at, id)
) partition by range (at);
create index touches_by_identity on touches (workspace_id, identity_id, at desc);

-- ── Stages and the handoff ─────────────────────────────────────────────────────────────────────────────────────────

create table transitions (
  workspace_id uuid not null,
  contact_id uuid not null,
  seq integer not null,
  -- The seq of the first row of the same move: skipped stages are written with the one that was asked for.
  move integer not null,
  cycle integer not null,
  cycle_kind text not null check (cycle_kind in ('new-business', 'expansion')),
  from_stage text,
  to_stage text,
  occurred_at timestamptz,
  decided_at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'rule', 'import')),
  actor_id text not null,
  reason text,
  note text,
  inferred boolean not null,
  compensates integer,
  version_id uuid,
  primary key (workspace_id, contact_id, seq),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id)
);
create index transitions_by_stage on transitions (workspace_id, to_stage, occurred_at);
create trigger transitions_never_change before update on transitions for each row execute function refuse_change();

create table journey_events (
  workspace_id uuid not null,
  contact_id uuid not null,
  seq integer not null,
  from_step text,
  to_step text,
  at timestamptz not null,
  kind text not null check (kind in ('forward', 'skip', 'detour', 'return')),
  version_id uuid not null,
  primary key (workspace_id, contact_id, seq),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id)
);

-- That a contact met the clause, decided once per cycle: with its evidence, and what became of it.
create table qualifications (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  cycle integer not null,
  -- incomplete: Marketing owes what is missing; queued: nobody was available; both become handed-over, or withdrawn.
  status text not null check (status in ('incomplete', 'queued', 'handed-over', 'withdrawn')),
  clause text not null,
  version_id uuid not null,
  explore boolean not null,
  missing text[] not null,
  queue_reason text,
  evidence jsonb not null,
  -- When the threshold was crossed; when it was noticed and decided.
  occurred_at timestamptz not null,
  decided_at timestamptz not null,
  handed_over_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, contact_id, cycle),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id)
);
create index qualifications_open on qualifications (workspace_id, status, decided_at) where status in ('incomplete', 'queued');

create table deals (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  account_id uuid,
  name text not null,
  kind text not null check (kind in ('new', 'expansion', 'renewal', 'churn')),
  stage text not null,
  amount bigint,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- In the workspace's currency.
  base_amount bigint,
  expected_close date,
  opened_at timestamptz not null,
  won_at timestamptz,
  lost_at timestamptz,
  loss_reason text,
  owner_id uuid,
  sdr_id uuid,
  texts jsonb not null default '{}',
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, owner_id) references members (workspace_id, id),
  foreign key (workspace_id, sdr_id) references members (workspace_id, id),
  check (num_nonnulls(won_at, lost_at) <= 1)
);
create index deals_by_account on deals (workspace_id, account_id);
create table deal_contacts (
  workspace_id uuid not null,
  deal_id uuid not null,
  contact_id uuid not null,
  role text,
  primary key (workspace_id, deal_id, contact_id),
  foreign key (workspace_id, deal_id) references deals (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id)
);
create index deal_contacts_by_contact on deal_contacts (workspace_id, contact_id);

create table handoffs (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  contact_id uuid not null,
  account_id uuid,
  qualification_id uuid,
  cycle integer not null,
  -- The how manyth handoff of the contact, and the rejected one that an arbitration put it in place of.
  number integer not null,
  follows uuid,
  member_id uuid not null,
  team_id uuid,
  assigned_at timestamptz not null,
  explore boolean not null,
  status text not null check (
    status in ('offered', 'accepted', 'rejected', 'handed-back', 'won', 'lost', 'cancelled')
  ),
  offered_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text check (accepted_by in ('rep', 'timeout', 'ruling')),
  verdict text check (verdict in ('accept', 'recycle', 'disqualify', 'not-a-lead', 'attach')),
  verdict_at timestamptz,
  verdict_by uuid,
  -- The clause that decided, where no member did.
  verdict_clause text,
  reason text,
  note text,
  confirm jsonb not null default '{}',
  texts jsonb not null default '{}',
  confirmed_at timestamptz,
  deal_id uuid,
  marketing_owner_id uuid,
  next_step text,
  wake_up_at timestamptz,
  cancel_cause text check (cancel_cause in ('attached', 'merged', 'undone', 'erased', 'disqualified-by-marketing')),
  overturned boolean not null default false,
  closed_at timestamptz,
  -- As they stood when it was offered.
  grade text check (grade ~ '^[A-D][1-4]$'),
  campaign text,
  lead_value text,
  expected_value bigint,
  brief jsonb not null,
  -- The promise of each kind that binds it, by its key: chosen once, by what was known when it was offered.
  promises jsonb not null default '{}',
  opened_at timestamptz,
  sales_sourced boolean not null default false,
  version_id uuid not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, qualification_id) references qualifications (workspace_id, id),
  foreign key (workspace_id, follows) references handoffs (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id),
  foreign key (workspace_id, verdict_by) references members (workspace_id, id),
  foreign key (workspace_id, marketing_owner_id) references members (workspace_id, id),
  foreign key (workspace_id, deal_id) references deals (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  unique (workspace_id, contact_id, number),
  check ((status in ('offered', 'accepted')) = (closed_at is null))
);
create unique index handoffs_open on handoffs (workspace_id, contact_id) where closed_at is null;
create index handoffs_inbox on handoffs (workspace_id, member_id, status, offered_at) where closed_at is null;
create index handoffs_by_time on handoffs (workspace_id, offered_at desc, id desc);

create table assignments (
  workspace_id uuid not null,
  handoff_id uuid not null,
  member_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz,
  cause text not null check (cause in ('routed', 'reassigned', 'escalated', 'pulled', 'handover', 'ruling')),
  primary key (workspace_id, handoff_id, from_at),
  foreign key (workspace_id, handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- Every decision of routing with all that it rested on, so that it can be explained and taken again.
create table routing_log (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  qualification_id uuid,
  handoff_id uuid,
  at timestamptz not null,
  rule text,
  pool text,
  chosen uuid,
  queue_reason text,
  considered jsonb not null,
  input jsonb not null,
  version_id uuid not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, qualification_id) references qualifications (workspace_id, id),
  foreign key (workspace_id, handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id)
);
create index routing_log_by_contact on routing_log (workspace_id, contact_id, at);
create index routing_log_by_handoff on routing_log (workspace_id, handoff_id) where handoff_id is not null;

create table rotation_state (
  workspace_id uuid not null,
  pool text not null,
  member_id uuid not null,
  given integer not null,
  credit double precision not null,
  owed integer not null,
  present boolean not null,
  primary key (workspace_id, pool, member_id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- ── Clocks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create table clocks (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind text not null check (kind in ('respond', 'decide', 'qualify', 'attempts', 'complete', 'answer', 'arbitrate')),
  -- The key of the promise.
  clause text not null,
  version_id uuid not null,
  handoff_id uuid,
  qualification_id uuid,
  rejection_id uuid,
  -- Who owes it, and for which department it counts.
  member_id uuid,
  department text not null check (department in ('marketing', 'sales')),
  started_at timestamptz not null,
  target_unit text not null check (target_unit in ('business-minutes', 'business-days')),
  target_count integer not null check (target_count > 0),
  -- Null while paused, or where the calendar never opens for so long.
  due_at timestamptz,
  -- The next thing that time alone does to it; null when nothing is left.
  next_at timestamptz,
  -- The fact that keeps the promise; of a broken clock it may come later.
  answered_at timestamptz,
  broken_at timestamptz,
  outcome text check (outcome in ('kept', 'broken', 'cancelled')),
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, handoff_id) references handoffs (workspace_id, id),
  foreign key (workspace_id, qualification_id) references qualifications (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  check (num_nonnulls(handoff_id, qualification_id, rejection_id) >= 1),
  check ((outcome is null) = (ended_at is null))
);
create unique index clocks_open on clocks (workspace_id, handoff_id, kind) where outcome is null and handoff_id is not null;
create unique index clocks_open_complete on clocks (workspace_id, qualification_id) where outcome is null and handoff_id is null;
create index clocks_by_handoff on clocks (workspace_id, handoff_id);
create index clocks_next on clocks (workspace_id, next_at) where next_at is not null;

-- On whose calendar a clock runs, from when on: null is the calendar of the agreement's version.
create table clock_parts (
  workspace_id uuid not null,
  clock_id uuid not null,
  from_at timestamptz not null,
  member_id uuid,
  calendar_id uuid,
  primary key (workspace_id, clock_id, from_at),
  foreign key (workspace_id, clock_id) references clocks (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create table clock_pauses (
  workspace_id uuid not null,
  id uuid not null,
  clock_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz,
  reason text not null check (
    reason in ('waiting-for-date', 'waiting-for-information', 'absence-with-cover', 'legal-hold')
  ),
  member_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, clock_id) references clocks (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index clock_pauses_by_clock on clock_pauses (workspace_id, clock_id);
-- What time did to a clock: the key makes that twice impossible.
create table clock_steps (
  workspace_id uuid not null,
  clock_id uuid not null,
  step smallint not null,
  at timestamptz not null,
  told jsonb not null,
  primary key (workspace_id, clock_id, step),
  foreign key (workspace_id, clock_id) references clocks (workspace_id, id)
);
