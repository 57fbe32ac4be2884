-- Mail that members send a copy of to Baton: what it shows was done is logged as observed.

-- The secret address of a member. Its token is kept as a hash to be found by, and sealed to be shown again.
create table logging_addresses (
  workspace_id uuid not null,
  member_id uuid not null,
  token_hash bytea not null unique,
  sealed bytea not null,
  -- Further addresses from which the member writes, as keys; the one that they sign in with is always theirs.
  senders text[] not null default '{}' check (cardinality(senders) <= 5),
  rotated_at timestamptz not null,
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index logging_addresses_senders on logging_addresses using gin (senders);

-- Mail that found nobody: kept whole, sealed, until somebody says whom it is about, or it is too old.
create table unmatched_mails (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  -- The Message-ID, or what stands for it: the same mail again is the same row.
  mail_key text collate "C" not null,
  reason text not null check (
    reason in ('unreadable', 'not-sales', 'unknown-sender', 'unknown-recipient', 'nobody-named', 'too-many', 'unknown-bounce')
  ),
  -- As the mail says; nothing is to be believed of it.
  sender text,
  subject text,
  -- Addresses that nobody here has.
  addresses text[] not null default '{}',
  received_at timestamptz not null,
  sealed bytea not null,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, mail_key),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index unmatched_mails_newest on unmatched_mails (workspace_id, member_id, received_at desc, id desc);
create index unmatched_mails_by_time on unmatched_mails (workspace_id, received_at);

-- Mails that came back and were understood, so that the same report again takes nothing else back.
create table understood_bounces (
  workspace_id uuid not null references workspaces (id),
  mail_key text collate "C" not null,
  at timestamptz not null,
  primary key (workspace_id, mail_key)
);
create index understood_bounces_by_time on understood_bounces (workspace_id, at);

-- Meetings that an invitation announces. Each becomes an activity when its time has come, if it still stands then.
create table booked_meetings (
  workspace_id uuid not null,
  id uuid not null,
  -- The UID of the entry; of one day of a series with its RECURRENCE-ID.
  uid text collate "C" not null,
  contact_id uuid not null,
  member_id uuid not null,
  -- Who invited: we, or they.
  direction text not null check (direction in ('outbound', 'inbound')),
  subject text,
  starts_at timestamptz not null,
  whole_day boolean not null,
  -- Which of several messages about one entry is the latest: SEQUENCE, then DTSTAMP.
  sequence integer not null,
  stamp timestamptz not null,
  cancelled boolean not null default false,
  -- What the person answered.
  answer text check (answer in ('accepted', 'declined', 'tentative')),
  answer_at timestamptz,
  activity_id uuid,
  booked_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, activity_id) references activities (workspace_id, id)
);
-- One for an entry and a person, whom whoever writes it holds; two people who were merged may bring one each.
create index booked_meetings_by_uid on booked_meetings (workspace_id, uid, contact_id);
create index booked_meetings_by_contact on booked_meetings (workspace_id, contact_id, starts_at);
create index booked_meetings_due on booked_meetings (workspace_id, starts_at)
  where activity_id is null and not cancelled and answer is distinct from 'declined';

-- Attempts of a span of time, for the share of those that were typed.
create index activities_by_time on activities (workspace_id, at) where live and withdrawn_at is null;
