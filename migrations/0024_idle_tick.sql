-- What loops look for every few seconds: people who were merged into others or removed are never found there, however many they
-- are and whatever was due of them.
drop index contacts_due;
create index contacts_due on contacts (workspace_id, valid_until)
  where valid_until is not null and merged_into is null and deleted_at is null;
drop index contacts_by_version;
-- Without ids it is small: most people were judged by the same version.
create index contacts_by_version on contacts (workspace_id, scored_under) where merged_into is null and deleted_at is null;
drop index contacts_wake;
create index contacts_wake on contacts (workspace_id, wake_up_at)
  where wake_up_at is not null and merged_into is null and deleted_at is null;
