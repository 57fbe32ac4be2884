-- Who is who, as messages claim and as people decided: src/core/identity/fold-claims.ts makes people of it.

-- email: an address that messages named. turn: a later turn of a browser that several people share; the browser's own row is
-- its first.
alter table identities drop constraint identities_kind_check;
alter table identities add constraint identities_kind_check
  check (kind in ('user', 'anonymous', 'contact', 'email', 'turn'));
-- When a message named it for the first time, and by which source that came.
alter table identities add column named_at timestamptz;
alter table identities add column named_by text;
-- Whose it is because somebody decided so; messages do not change that.
alter table identities add column pinned_to uuid;
alter table identities add foreign key (workspace_id, pinned_to) references contacts (workspace_id, id);
-- Of a turn: the browser's own row, and when it began.
alter table identities add column base_id bigint;
alter table identities add column began_at timestamptz;
alter table identities add check ((kind = 'turn') = (base_id is not null) and (base_id is null) = (began_at is null));
-- More people claim it than can share one: it links nothing.
alter table identities add column crowded boolean not null default false;
create index identities_turns on identities (workspace_id, base_id) where base_id is not null;
create index identities_pinned on identities (workspace_id, pinned_to) where pinned_to is not null;
-- What was found out before claims were kept stands.
update identities set pinned_to = contact_id where kind in ('user', 'anonymous') and contact_id is not null;

-- What messages say of whom they are from and of that person. Repeated within an hour it is one row: `at` the first time,
-- `last_at` the last. Kept as long as the people themselves, so that facts can be computed again.
create table identity_claims (
  workspace_id uuid not null references workspaces (id),
  -- Of what is said, by which source, in which hour; decides among claims of one instant.
  key bytea not null,
  at timestamptz not null,
  last_at timestamptz not null,
  user_id bigint,
  email_id bigint,
  anonymous_id bigint,
  previous_user_id bigint,
  previous_anonymous_id bigint,
  source text not null,
  says jsonb,
  primary key (workspace_id, key)
);
create index identity_claims_by_user on identity_claims (workspace_id, user_id) where user_id is not null;
create index identity_claims_by_email on identity_claims (workspace_id, email_id) where email_id is not null;
create index identity_claims_by_browser on identity_claims (workspace_id, anonymous_id) where anonymous_id is not null;
create index identity_claims_by_previous on identity_claims (workspace_id, previous_user_id) where previous_user_id is not null;

-- Which claim a consent came with: it goes where the claim goes.
alter table consents add column claim_key bytea;
-- Somebody and what they allow can be written down in either order.
alter table consents alter constraint consents_workspace_id_contact_id_fkey deferrable initially deferred;
create unique index consents_of_claims on consents (workspace_id, claim_key, purpose) where claim_key is not null;
