-- What arrived is a fact as soon as it is stored; who has to be judged because of it waits here until that is done. Somebody who
-- is touched ten times meanwhile is judged once.
create table contacts_to_judge (
  workspace_id uuid not null,
  contact_id uuid not null,
  -- History qualifies nobody.
  cause text not null check (cause in ('touch', 'edit', 'import')),
  -- Goes up with each fact that comes: who has judged them on fewer takes nobody off the list.
  facts integer not null default 1,
  since timestamptz not null,
  primary key (workspace_id, contact_id)
) with (fillfactor = 50);

-- An id of another system names its record without a reference already, and whose it is stands in every statement: that the
-- workspace exists was asked again for each of a million rows.
alter table external_ids drop constraint external_ids_workspace_id_fkey;
