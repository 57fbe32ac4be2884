-- Forms that Baton hosts, what was sent by them, and how many who saw one sent it.

create table forms (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- Stands in the address and cannot be guessed: a form in draft is nobody's business.
  key text not null check (key ~ '^[0-9A-Za-z]{10,40}$'),
  -- How touches and agreements name it; it stays when the form is renamed.
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  state text not null check (state in ('draft', 'live', 'closed')),
  -- Texts, fields, consent requests with their versions, hosts: src/core/forms/definition.ts.
  definition jsonb not null,
  source_id uuid not null,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, slug),
  foreign key (workspace_id, source_id) references sources (workspace_id, id),
  foreign key (workspace_id, created_by) references members (workspace_id, id)
);
create unique index forms_key on forms (key);
create index forms_newest on forms (workspace_id, created_at desc, id desc);

-- Each wording that people were asked to agree to, for good: what somebody ticked can be read years later.
create table form_consent_texts (
  workspace_id uuid not null,
  form_id uuid not null,
  purpose text not null,
  version integer not null,
  text text not null,
  created_at timestamptz not null,
  primary key (workspace_id, form_id, purpose, version),
  foreign key (workspace_id, form_id) references forms (workspace_id, id)
);
create trigger form_consent_texts_never_change before update or delete on form_consent_texts
  for each row execute function refuse_change();

create table form_submissions (
  workspace_id uuid not null,
  id uuid not null,
  form_id uuid not null,
  form_version integer not null,
  -- Of the page that was filled in, or of what was sent: a double click is one submission.
  once_hash bytea not null,
  -- waiting for the link in the mail; accepted; suspected of being no person's, and kept from everything else.
  status text not null check (status in ('waiting', 'accepted', 'suspected')),
  suspicion text check (suspicion in ('trap', 'robot')),
  answers jsonb not null,
  -- Each purpose that was asked for: version of the text that was shown, ticked or not.
  consents jsonb not null,
  self_reported_source text,
  page_url text,
  -- What its messages are made of, until they are stored among what arrives: null says that they are.
  unsent jsonb,
  submitted_at timestamptz not null,
  confirm_hash bytea,
  confirm_until timestamptz,
  confirmed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, form_id) references forms (workspace_id, id),
  unique (workspace_id, form_id, once_hash),
  check ((status = 'suspected') = (suspicion is not null)),
  check ((status = 'waiting') <= (confirm_hash is not null and unsent is not null)),
  check (status <> 'suspected' or unsent is null)
);
create index form_submissions_newest on form_submissions (workspace_id, form_id, submitted_at desc, id desc);
create unique index form_submissions_confirm on form_submissions (confirm_hash) where confirm_hash is not null;
create index form_submissions_unsent on form_submissions (workspace_id, submitted_at)
  where unsent is not null and status = 'accepted';

-- By day of the workspace's zone. `converted` are views of that day whose page was sent, whenever that was, so that it is
-- never more than `views`; `submissions` are all that came on the day, those of other pages too.
create table form_days (
  workspace_id uuid not null,
  form_id uuid not null,
  day date not null,
  views integer not null default 0,
  converted integer not null default 0,
  submissions integer not null default 0,
  suspected integer not null default 0,
  primary key (workspace_id, form_id, day),
  foreign key (workspace_id, form_id) references forms (workspace_id, id)
);

-- Submissions are limited as guesses are: by network and form, and mails by who would get them.
alter table sign_in_failures drop constraint sign_in_failures_bucket_check;
alter table sign_in_failures add constraint sign_in_failures_bucket_check
  check (bucket in ('account-address', 'address', 'account', 'reset-request', 'submission', 'confirmation'));
