-- Deals in their plain form: the stages that they go through, why they are lost, and what an amount in another currency is worth.

-- The stages of a workspace and its reasons of loss; without a row those that Baton brings.
create table pipelines (
  workspace_id uuid not null primary key references workspaces (id),
  stages jsonb not null,
  loss_reasons jsonb not null,
  updated_at timestamptz not null,
  version integer not null default 1
);

-- What one of a currency was worth in that of the workspace.
create table exchange_rates (
  workspace_id uuid not null references workspaces (id),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  day date not null,
  rate double precision not null check (rate > 0),
  primary key (workspace_id, currency, day)
);

-- What winning or losing a deal moved, so that it can be taken back: stage moves of people, and handoffs with their clocks.
alter table deals add column closing jsonb;
-- Since when it is at its stage; unknown of one that came with a file.
alter table deals add column stage_since timestamptz;
create index deals_by_stage on deals (workspace_id, stage)
  where won_at is null and lost_at is null and deleted_at is null;
create index deals_by_close on deals (workspace_id, coalesce(expected_close, 'infinity'::date), id) where deleted_at is null;
create index deals_by_sdr on deals (workspace_id, sdr_id) where sdr_id is not null;

-- What happened at that instant, why, and in which words.
alter table deal_stages add column kind text not null default 'moved'
  check (kind in ('opened', 'moved', 'won', 'lost', 'reopened'));
alter table deal_stages add column reason text;
alter table deal_stages add column note text;
