-- The sample company: a workspace of its own beside the real one, whose records never touch each other. It is made by playing the
-- relay through in passed-in time, entered and left by whoever runs the real one, and removed as a whole.

alter table workspaces
  -- The workspace for which this sample was made; null for a real one.
  add column sample_of uuid unique references workspaces (id),
  -- Until its story is told, time does nothing to a sample.
  add column ready boolean not null default true,
  add constraint workspaces_sample check (sample_of is distinct from id and (ready or sample_of is not null));

-- What is real stays real: a workspace that could be called a sample afterwards could be emptied.
create function refuse_sample_change() returns trigger language plpgsql as $$
begin
  raise exception 'Whether a workspace is a sample never changes.' using errcode = 'restrict_violation';
end $$;
create trigger workspaces_sample_never_changes before update of sample_of on workspaces
  for each row when (old.sample_of is distinct from new.sample_of) execute function refuse_sample_change();

-- How far the sample of a workspace is.
create table samples (
  workspace_id uuid primary key references workspaces (id),
  -- No reference: it is there before and after the workspace that it names.
  sample_id uuid not null unique,
  status text not null check (status in ('waiting', 'making', 'ready', 'failed')),
  percent integer not null default 0 check (percent between 0 and 100),
  people integer not null check (people > 0),
  asked_by uuid not null,
  asked_at timestamptz not null,
  finished_at timestamptz,
  foreign key (workspace_id, asked_by) references members (workspace_id, id)
);

-- The sample in which a session is at the moment: its member has the same id there.
alter table sessions add column visiting uuid references workspaces (id) on delete set null;
create index sessions_visiting on sessions (visiting) where visiting is not null;

-- Whether rows of a workspace go because the whole sample goes: asked by the triggers that otherwise refuse.
create function leaves_with_sample(in_workspace uuid) returns boolean language sql stable as $$
  select coalesce(current_setting('baton.removed_sample', true), '') = in_workspace::text
     and exists (select from workspaces w where w.id = in_workspace and w.sample_of is not null)
$$;

-- What never goes away otherwise goes with its sample.
drop trigger audit_append_only on audit;
create trigger audit_append_only before update or delete on audit
  for each row when (not leaves_with_sample(old.workspace_id)) execute function refuse_audit_change();
drop trigger agreement_versions_signed on agreement_versions;
create trigger agreement_versions_signed before update or delete on agreement_versions
  for each row when (not leaves_with_sample(old.workspace_id)) execute function refuse_signed_change();
drop trigger signatures_never_change on signatures;
create trigger signatures_never_change before update or delete on signatures
  for each row when (not leaves_with_sample(old.workspace_id)) execute function refuse_change();
drop trigger form_consent_texts_never_change on form_consent_texts;
create trigger form_consent_texts_never_change before update or delete on form_consent_texts
  for each row when (not leaves_with_sample(old.workspace_id)) execute function refuse_change();

-- Removes a sample with every row of it, and says how many; refuses any workspace that is not one. Which tables there are is read
-- from the catalogue, so that none is forgotten: those to which no other refers come first.
create function remove_sample(in_workspace uuid) returns bigint
language plpgsql security definer set search_path from current as $$
declare
  remaining oid[];
  next_table oid;
  removed bigint := 0;
  here bigint;
begin
  perform from workspaces where id = in_workspace and sample_of is not null for update;
  if not found then
    raise exception 'Only a sample can be removed.' using errcode = 'restrict_violation';
  end if;
  perform set_config('baton.removed_sample', in_workspace::text, true);
  select array_agg(c.oid) into remaining
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
   where c.relnamespace = (select relnamespace from pg_class where oid = 'workspaces'::regclass)
     and c.relkind in ('r', 'p') and not c.relispartition;
  while cardinality(remaining) > 0 loop
    select t into next_table
      from unnest(remaining) t
     where not exists (
       select from pg_constraint f
       where f.contype = 'f' and f.confrelid = t and f.conrelid <> t and f.conrelid = any (remaining)
     )
     order by t limit 1;
    if next_table is null then
      raise exception 'Tables refer to each other in a circle: %.', remaining::regclass[];
    end if;
    execute format('delete from %s where workspace_id = $1', next_table::regclass) using in_workspace;
    get diagnostics here = row_count;
    removed := removed + here;
    remaining := array_remove(remaining, next_table);
  end loop;
  -- Work that waits for it.
  if to_regclass('pgboss.job') is not null then
    delete from pgboss.job where data ->> 'workspace' = in_workspace::text;
  end if;
  delete from workspaces where id = in_workspace;
  perform set_config('baton.removed_sample', '', true);
  return removed + 1;
end $$;
revoke execute on function remove_sample(uuid) from public;
