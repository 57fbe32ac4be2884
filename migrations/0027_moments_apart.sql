-- Whom a touch came for, until those who have them have been told of it. Nobody waits for that: a lead that has just qualified is
-- with Sales before. Rows are only added and taken off, so that who adds one waits for nobody who tells.
create table acts_to_tell (
  workspace_id uuid not null,
  number bigint generated always as identity,
  contact_id uuid not null,
  primary key (workspace_id, number)
);
