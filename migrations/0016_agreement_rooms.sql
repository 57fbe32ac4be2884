-- What is said around the text of the agreement: comments, questions, answers before proposing, reasons of target companies;
-- what a draft would do to the people who are there; and what a signature covers beside the text.

-- What was agreed with the text and does not stand in it; null where it was signed before this was kept, or as soon as signed.
alter table signatures add column effective_at timestamptz;
alter table signatures add column wave_size integer check (wave_size > 0);

-- As before, and what the signatures cover beside the text: when it begins to bind, and for whom at once.
create or replace function refuse_signed_change() returns trigger language plpgsql as $$
begin
  if old.status not in ('signed', 'in-force', 'superseded', 'withdrawn') then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' or (new.source, new.canonical, new.hash, new.proposal, new.number, new.id, new.workspace_id, new.name)
       is distinct from (old.source, old.canonical, old.hash, old.proposal, old.number, old.id, old.workspace_id, old.name)
     or (new.effective_at, new.wave_size, new.message, new.proposed_by, new.proposed_at, new.proposed_for)
       is distinct from (old.effective_at, old.wave_size, old.message, old.proposed_by, old.proposed_at, old.proposed_for)
     or old.in_force_from is distinct from new.in_force_from and old.in_force_from is not null
     or old.in_force_to is distinct from new.in_force_to and old.in_force_to is not null
     or old.status = 'superseded' and new.status <> 'superseded'
     or old.status = 'withdrawn' and new.status <> 'withdrawn'
     or new.status in ('draft', 'proposed', 'returned') then
    raise exception 'A signed or withdrawn agreement is never changed.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger agreement_versions_no_truncate before truncate on agreement_versions
  for each statement execute function refuse_change();

-- Business days after a version comes into force during which members who have not confirmed it still get leads.
alter table workspaces add column acknowledge_days integer not null default 5 check (acknowledge_days between 0 and 60);

-- Said about a clause, at a version; later versions that have the clause show it too. A question is open until it is resolved.
create table clause_comments (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  version_id uuid not null,
  clause text not null check (char_length(clause) between 1 and 300),
  kind text not null check (kind in ('comment', 'question')),
  reply_to uuid,
  body text not null,
  -- The page from which a word was questioned.
  place text,
  author_id uuid not null,
  at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, reply_to) references clause_comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, author_id) references members (workspace_id, id),
  foreign key (workspace_id, resolved_by) references members (workspace_id, id),
  check ((resolved_at is null) = (resolved_by is null)),
  check (reply_to is null or kind = 'comment' and resolved_at is null)
);
create index clause_comments_of_clause on clause_comments (workspace_id, clause, id);
create index clause_comments_of_version on clause_comments (workspace_id, version_id);
create index clause_comments_replies on clause_comments (workspace_id, reply_to) where reply_to is not null;

-- "Can I keep this?": what somebody whom a promise binds says of it, about the sentence as it stood.
create table clause_answers (
  workspace_id uuid not null,
  version_id uuid not null,
  clause text not null check (char_length(clause) between 1 and 300),
  member_id uuid not null,
  can_keep boolean not null,
  remark text,
  sentence text not null,
  answered_at timestamptz not null,
  primary key (workspace_id, version_id, clause, member_id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- Who put a company on the list of targets, why, and what the other side holds against it. The list itself is the text's.
create table target_reasons (
  workspace_id uuid not null,
  version_id uuid not null,
  domain text not null check (char_length(domain) between 1 and 253),
  proposed_by uuid not null,
  proposed_for text not null check (proposed_for in ('marketing', 'sales', 'both')),
  proposed_at timestamptz not null,
  reason text,
  objected_by uuid,
  objected_at timestamptz,
  objection text,
  primary key (workspace_id, version_id, domain),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, proposed_by) references members (workspace_id, id),
  foreign key (workspace_id, objected_by) references members (workspace_id, id),
  check ((objected_by is null) = (objected_at is null) and (objected_by is null) = (objection is null))
);
create index target_reasons_of_domain on target_reasons (workspace_id, domain);

-- What a text would do to the people who are there now, judged without writing anything of it anywhere else.
create table rehearsals (
  workspace_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  -- Of the text that was rehearsed: an edit since makes it one of an earlier text.
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- In force meanwhile, to compare with.
  against_id uuid,
  status text not null check (status in ('waiting', 'running', 'done', 'failed')),
  people integer not null default 0,
  judged integer not null default 0,
  result jsonb,
  asked_by uuid,
  asked_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, against_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, asked_by) references members (workspace_id, id),
  check ((status = 'done') = (result is not null))
);
create index rehearsals_of_version on rehearsals (workspace_id, version_id, asked_at);
-- Of one text, one at a time.
create unique index rehearsals_under_way on rehearsals (workspace_id, version_id, hash) where status in ('waiting', 'running');

-- Who qualified already when a version came into force whose signers chose waves. Each is handed over once, or let go.
alter table agreement_versions add column waves_found_at timestamptz;
create table version_waves (
  workspace_id uuid not null,
  version_id uuid not null,
  contact_id uuid not null,
  -- The day of the wave in the zone of the agreement, and to whom; null while they wait.
  day date,
  member_id uuid,
  -- Did not qualify any more when it was their turn.
  dropped_at timestamptz,
  primary key (workspace_id, version_id, contact_id),
  foreign key (workspace_id, version_id) references agreement_versions (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  check ((day is null) = (member_id is null)),
  check (day is null or dropped_at is null)
);
create index version_waves_waiting on version_waves (workspace_id, version_id, contact_id)
  where day is null and dropped_at is null;
create index version_waves_of_contact on version_waves (workspace_id, contact_id);
