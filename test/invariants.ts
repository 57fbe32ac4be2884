import path from 'node:path';
import pg from 'pg';
import type { Clock, Ctx, WorkspaceId } from '../src/context.ts';
import type { Database } from '../src/db/database.ts';
import { findRelayInForce } from '../src/features/agreements/find-relay.ts';
import { checkScores } from '../src/features/qualification/check-scores.ts';
import { createSealer } from '../src/http/sealer.ts';

/** What must be so after every test that works on a database, whatever it did. */
const rules = {
  'lead-kept': 'A lead has an owner, waits in the queue, or says what is missing; whoever left it said why.',
  'one-open': 'A contact has one open handoff, and none when it is gone.',
  'one-entry': 'A change of a handoff is one entry of the audit log and one event.',
  'clock-true': 'A promise is kept or broken as its instants say, ends after it began, and ends with its handoff.',
  'score-fold': 'Scores, grades and counts are those that follow from the touches.',
} as const;
type Rule = keyof typeof rules;

/** Tests that plant what breaks a rule, by the end of their file's path; of one test by its name. */
const exempt: { file: string; test?: string; rule: Rule; reason: string }[] = [
  ...(['lead-kept', 'one-open', 'one-entry', 'clock-true', 'score-fold'] as const).map((rule) => ({
    ...{ file: 'test/invariants.test.ts', rule, reason: 'it shows that each rule is asked for' },
  })),
  {
    file: 'handoffs/offer-leads.test.ts',
    test: 'returns to the same rep only after the agreed time or on a new high-intent touch',
    rule: 'clock-true',
    reason: 'it closes a handoff by hand, of which only the end counts here',
  },
  {
    file: 'merges/undo-merge.test.ts',
    test: 'stays cancelled where the person has got another handoff since',
    rule: 'clock-true',
    reason: 'it closes a handoff by hand, of which only the end counts here',
  },
  ...(['one-entry', 'clock-true'] as const).map((rule) => ({
    ...{ file: 'promises/promises.test.ts', rule },
    test: 'counts leads and their value without the explore share, other segments and what was cancelled',
    reason: 'it cancels and overturns handoffs by hand, of which only how they are counted matters here',
  })),
];

type Broken = { rule: Rule; workspace: string; record: string; problem: string };

/**
 * The rules that rows can be asked for, in one statement; it names the workspaces in which something was scored since it was
 * sent last.
 */
const question = `
with log as materialized (
  select workspace_id, object_id::uuid as id, verb, after -> 'offered' as offered
  from audit where object = 'handoff' and (verb like 'handoff.%' or verb = 'handoffs.offered')
), entries as (
  select l.workspace_id, l.id, l.verb, count(*) as times from log l where l.id is not null group by 1, 2, 3
), told as (
  select e.workspace_id, e.object_id as id, e.kind as verb, count(*) as times
  from events e where e.object = 'handoff' and e.kind like 'handoff.%' and e.kind <> 'handoff.worked' group by 1, 2, 3
), offers as (
  select l.workspace_id, (one ->> 'handoffId')::uuid as id, 'handoff.offered' as verb, count(*) as times
  from log l cross join lateral jsonb_array_elements(l.offered) one
  where l.id is null and jsonb_typeof(l.offered) = 'array' group by 1, 2
), changes as (
  select workspace_id, id, sum(times) as times from entries group by 1, 2
)
select 'lead-kept' as rule, q.workspace_id as workspace, q.contact_id as record, case
    when q.status = 'handed-over' then 'it was handed over, and there is no handoff'
    when q.status = 'incomplete' then 'it waits for information, and none is missing'
    else 'it waits in the queue, and was handed over' end as problem
from qualifications q left join handoffs h on h.workspace_id = q.workspace_id and h.qualification_id = q.id
where q.status = 'handed-over' and h.id is null or q.status = 'incomplete' and q.missing = '{}'
  or q.status in ('incomplete', 'queued') and h.id is not null
union all
select 'lead-kept', t.workspace_id, t.contact_id, 'it reached the stage that goes to Sales, and was never decided on'
from transitions t
where t.actor_kind = 'rule' and t.actor_id = t.to_stage and t.version_id is not null and not t.inferred
  and exists (select from qualifications q where q.workspace_id = t.workspace_id and q.clause = t.to_stage)
  and not exists (
    select from qualifications q where q.workspace_id = t.workspace_id and q.contact_id = t.contact_id and q.cycle = t.cycle)
  and not exists (select from contacts c where c.workspace_id = t.workspace_id and c.id = t.contact_id and c.merged_into is not null)
union all
select 'lead-kept', h.workspace_id, h.id, 'its owner is not active any more'
from handoffs h join members m on m.workspace_id = h.workspace_id and m.id = h.member_id and not m.active
where h.closed_at is null
union all
select 'lead-kept', h.workspace_id, h.id, 'it was left without a reason'
from handoffs h
where h.status in ('rejected', 'handed-back', 'cancelled') and h.version > 1
  and num_nonnulls(h.reason, h.verdict_clause, h.cancel_cause) = 0
union all
select 'one-open', h.workspace_id, h.contact_id, 'it has ' || count(*) || ' open handoffs'
from handoffs h where h.closed_at is null group by h.workspace_id, h.contact_id having count(*) > 1
union all
select 'one-open', h.workspace_id, h.contact_id, 'it is gone, and its handoff is open'
from handoffs h join contacts c on c.workspace_id = h.workspace_id and c.id = h.contact_id
where h.closed_at is null and (c.merged_into is not null or c.deleted_at is not null)
union all
select 'one-entry', coalesce(e.workspace_id, t.workspace_id), coalesce(e.id, t.id),
  coalesce(e.verb, t.verb) || ' has ' || coalesce(e.times, 0) || ' entries and ' || coalesce(t.times, 0) || ' events'
from (select * from entries union all select * from offers) e full join told t
  on t.workspace_id = e.workspace_id and t.id = e.id and t.verb = e.verb
where e.times is distinct from t.times or e.verb = 'handoff.offered' and e.times > 1
union all
select 'one-entry', h.workspace_id, h.id, 'it was changed ' || h.version - 1 || ' times, with ' || coalesce(c.times, 0) || ' entries'
from handoffs h left join changes c on c.workspace_id = h.workspace_id and c.id = h.id
where (h.version > 1 or h.follows is null) and not exists (select from merges m where m.workspace_id = h.workspace_id)
  and h.version - 1 - (h.turn_returned_at is not null)::int - h.overturned::int + (h.follows is not null)::int
    <> coalesce(c.times, 0)
union all
select 'clock-true', c.workspace_id, c.id, case
    when least(c.answered_at, c.broken_at, c.ended_at) < c.started_at then 'it ended before it began'
    when h.closed_at is not null and c.outcome is null then 'it runs on, and its handoff is closed'
    else 'it is ' || c.outcome || ', and was answered at ' || c.answered_at || ', due at ' || c.due_at end
from clocks c left join handoffs h on h.workspace_id = c.workspace_id and h.id = c.handoff_id
where least(c.answered_at, c.broken_at, c.ended_at) < c.started_at
  or c.outcome is null and h.closed_at is not null and c.kind not in ('answer', 'arbitrate')
  or c.outcome = 'kept' and c.answered_at > c.due_at
  or c.outcome = 'broken' and c.broken_at = c.due_at and c.answered_at <= c.due_at
union all
select 'score-fold', c.workspace_id, null, count(*)::text
from contacts c where c.scored_under is not null and c.xmin::text::bigint >= $1::bigint group by c.workspace_id`;

/** Most files make no lead at all, and need not be asked more. */
const glance = `
select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, not (exists (select from handoffs)
  or exists (select from qualifications) or exists (select from transitions) or exists (select from clocks)
  or exists (select from contacts where scored_under is not null)) as is_empty`;

export type Invariants = {
  /** Fails when a rule is broken that this test does not break on purpose. */
  check(task: { name: string; file: { name: string } }): Promise<void>;
  /** All that is broken now, exempt or not. */
  list(): Promise<Broken[]>;
  end(): Promise<void>;
};

type Watched = { connection: pg.ClientConfig; db: Database; clock: Clock };

/** Watches over the rules in the database of a test; from one test to the next only what changed is scored anew. */
export function watchInvariants(watched: Watched): Invariants {
  let client: pg.Client | null = null;
  let horizon = '0';
  const told = new Set<string>();
  const connect = async () => {
    client = new pg.Client(watched.connection);
    await client.connect();
    return client;
  };
  const list = async (): Promise<Broken[]> => {
    const asked = client ?? (await connect());
    const next = await asked.query<{ xmin: string; is_empty: boolean }>(glance);
    if (next.rows[0]?.is_empty) return [];
    // By its name it is planned once for all tests of the file.
    const { rows } = await asked.query<Broken>({ name: 'invariants', text: question, values: [horizon] });
    horizon = next.rows[0]?.xmin ?? horizon;
    const scored = rows.filter(({ rule }) => rule === 'score-fold');
    const wrong = await Promise.all(scored.map(({ workspace }) => listWrong(watched, workspace as WorkspaceId)));
    return [...rows.filter(({ rule }) => rule !== 'score-fold'), ...wrong.flat()];
  };
  return {
    list,
    async check(task) {
      const file = task.file.name.split(path.sep).join('/');
      const isExempt = ({ rule }: Broken) =>
        exempt.some(
          (one) => one.rule === rule && file.endsWith(one.file) && (one.test === undefined || one.test === task.name),
        );
      // What one test has broken is not told of the next as well.
      const news = (await list()).filter((one) => !told.has(nameOf(one)));
      for (const one of news) told.add(nameOf(one));
      const broken = news.filter((one) => !isExempt(one));
      if (broken.length === 0) return;
      const lines = broken
        .slice(0, 10)
        .map(({ rule, record, problem }) => `${rules[rule]} Not so of ${record}: ${problem}.`);
      throw new Error(`After this test rules are broken (${broken.length}):\n${lines.join('\n')}`);
    },
    end: async () => client?.end(),
  };
}

const nameOf = ({ rule, record, problem }: Broken) => `${rule} ${record} ${problem}`;

async function listWrong({ db, clock }: Watched, workspace: WorkspaceId): Promise<Broken[]> {
  const ctx: Ctx = {
    ...{ db, workspace, actor: { kind: 'system', id: null }, reach: 'all', now: clock(), requestId: null },
    ...{ log: quiet, enqueue: async () => {}, sealer, publicUrl: 'http://baton.test' },
  };
  const relay = await findRelayInForce(ctx);
  if (relay === null) return [];
  const { wrong } = await checkScores(ctx, relay, { after: null, check: true });
  return wrong.map((record) => ({ rule: 'score-fold', workspace, record, problem: 'it would be scored otherwise' }));
}

const quiet = { info() {}, warn() {}, error() {} };
const sealer = createSealer('a secret that is long enough for tests');
