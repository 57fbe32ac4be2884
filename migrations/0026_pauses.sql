-- Pauses of promises: what was said of one, and when the promises of a member stand still who is away with cover.

-- Whoever pauses a lead may say why in a sentence.
alter table clock_pauses add column note text;

-- One row for a span in which all promises of a member stand still; an absence that was moved leaves what has passed of the former
-- span, and so does one that was removed.
create table absence_pauses (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  absence_id uuid,
  from_at timestamptz not null,
  to_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, absence_id) references absences (workspace_id, id) on delete set null (absence_id),
  check (to_at > from_at)
);
create index absence_pauses_by_member on absence_pauses (workspace_id, member_id, to_at);
create index absence_pauses_by_absence on absence_pauses (workspace_id, absence_id) where absence_id is not null;

create index clocks_open_by_member on clocks (workspace_id, member_id) where outcome is null;

-- Absences that were recorded before count from now on; whoever judges promises finds out at once what comes next of them.
insert into absence_pauses (workspace_id, id, member_id, absence_id, from_at, to_at)
select workspace_id, gen_random_uuid(), member_id, id, greatest(starts_at, now()), ends_at
from absences where cover_id is not null and ends_at > now();
update clocks c set next_at = now()
where c.outcome is null and c.answered_at is null
  and exists (select from absence_pauses p where p.workspace_id = c.workspace_id and p.member_id = c.member_id);
