import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import type { ZoneDay } from '../../core/calendar/day.ts';

export const dimensions = ['kind', 'channel', 'department', 'campaign', 'form', 'source', 'live'] as const;
export type Dimension = (typeof dimensions)[number];

const dims = sql.raw(dimensions.join(', '));
const dimsOf = (alias: 'k' | 'd') => sql.raw(dimensions.map((one) => `${alias}.${one}`).join(', '));
const sameDims = sql.raw(dimensions.map((one) => `k.${one} = d.${one}`).join(' and '));

export type Delta = {
  day: string;
  identityId: number;
  kind: number;
  channel: number;
  department: Department;
  campaign: number;
  form: number;
  source: number;
  live: boolean;
  touches: number;
};

/**
 * The zone by which days are counted, held until the end of the transaction: a change of it waits for those who count by
 * this one. Nobody who holds it changes it, so holders never wait for each other.
 */
export async function holdZone(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ zone: string }>`
    select coalesce(
      (select zone from rollup_states where workspace_id = ${ctx.workspace} for share),
      (select zone from workspaces where id = ${ctx.workspace})
    ) as zone`.execute(ctx.db);
  return rows[0]?.zone ?? 'UTC';
}

export async function insertDeltas(ctx: Ctx, deltas: readonly Delta[]): Promise<void> {
  const column = <T>(read: (delta: Delta) => T) => deltas.map(read);
  await sql`
    insert into rollup_deltas (workspace_id, day, identity_id, ${dims}, touches)
    select ${ctx.workspace}::uuid, * from unnest(
      ${column(({ day }) => day)}::date[], ${column(({ identityId }) => identityId)}::bigint[],
      ${column(({ kind }) => kind)}::integer[], ${column(({ channel }) => channel)}::integer[],
      ${column(({ department }) => department)}::text[], ${column(({ campaign }) => campaign)}::integer[],
      ${column(({ form }) => form)}::integer[], ${column(({ source }) => source)}::integer[],
      ${column(({ live }) => live)}::boolean[], ${column(({ touches }) => touches)}::integer[]
    )`.execute(ctx.db);
}

/** False while another transaction folds this workspace. The lock ends with the transaction, however that ends. */
export async function lockFold(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`fold-rollups ${ctx.workspace}`}, 0)) as locked`.execute(
    ctx.db,
  );
  return rows[0]?.locked === true;
}

/** Waits until nobody folds this workspace. */
export async function awaitFold(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`fold-rollups ${ctx.workspace}`}, 0))`.execute(ctx.db);
}

const oldest = (ctx: Ctx, limit: number) =>
  sql`select seq from rollup_deltas where workspace_id = ${ctx.workspace} order by seq limit ${limit}`;

/** Numbers the combinations of dimensions of the oldest deltas that have no number yet. */
export async function insertKeys(ctx: Ctx, limit: number): Promise<void> {
  await sql`
    insert into rollup_keys (workspace_id, ${dims})
    select distinct d.workspace_id, ${dimsOf('d')} from rollup_deltas d
    where d.workspace_id = ${ctx.workspace} and d.seq in (${oldest(ctx, limit)})
      and not exists (select from rollup_keys k where k.workspace_id = ${ctx.workspace} and ${sameDims})
    order by ${dimsOf('d')}
    on conflict do nothing`.execute(ctx.db);
}

/**
 * Takes the oldest deltas away and adds them to their days; says how many. One that came since the numbers were given, with
 * a combination without one, stays for the next round.
 */
export async function foldDeltas(ctx: Ctx, limit: number): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with taken as (
      delete from rollup_deltas d using rollup_keys k
      where d.workspace_id = ${ctx.workspace} and k.workspace_id = ${ctx.workspace} and ${sameDims}
        and d.seq = any (array(${oldest(ctx, limit)}))
      returning d.day, d.identity_id, k.id as key_id, d.touches
    ), days as (
      insert into rollup_days as r (workspace_id, day, key_id, touches)
      select ${ctx.workspace}::uuid, day, key_id, sum(touches) from taken group by day, key_id order by day, key_id
      on conflict (workspace_id, day, key_id) do update set touches = r.touches + excluded.touches
    ), identities as (
      insert into identity_days as r (workspace_id, day, identity_id, key_id, touches)
      select ${ctx.workspace}::uuid, day, identity_id, key_id, sum(touches) from taken
      group by day, identity_id, key_id order by day, identity_id, key_id
      on conflict (workspace_id, day, identity_id, key_id) do update set touches = r.touches + excluded.touches
    )
    select count(*) as taken from taken`.execute(ctx.db);
  return rows[0]?.taken ?? 0;
}

export type Span = { from: string; to: string };

/** What is counted by day and combination, folded or not. */
const countedDays = (ctx: Ctx, { from, to }: Span) => sql`
  select r.day, ${dimsOf('k')}, r.touches
  from rollup_days r join rollup_keys k on k.workspace_id = ${ctx.workspace} and k.id = r.key_id
  where r.workspace_id = ${ctx.workspace} and r.day between ${from}::date and ${to}::date
  union all
  select d.day, ${dimsOf('d')}, d.touches
  from rollup_deltas d where d.workspace_id = ${ctx.workspace} and d.day between ${from}::date and ${to}::date`;

/** The same by identity. */
const countedIdentities = (ctx: Ctx, { from, to }: Span) => sql`
  select r.day, r.identity_id, ${dimsOf('k')}, r.touches
  from identity_days r join rollup_keys k on k.workspace_id = ${ctx.workspace} and k.id = r.key_id
  where r.workspace_id = ${ctx.workspace} and r.day between ${from}::date and ${to}::date
  union all
  select d.day, d.identity_id, ${dimsOf('d')}, d.touches
  from rollup_deltas d where d.workspace_id = ${ctx.workspace} and d.day between ${from}::date and ${to}::date`;

/** The dimensions that hold codes of the dictionary. */
const worded = dimensions.filter((one) => one !== 'department' && one !== 'live');
const isWorded = (one: string): boolean => worded.some((other) => other === one);

const joinWords = (ctx: Ctx, alias: string, given: readonly string[]) =>
  sql.join(
    given
      .filter(isWorded)
      .map(
        (one) =>
          sql`left join dictionary ${sql.raw(`w_${one}`)} on ${sql.raw(`w_${one}`)}.workspace_id = ${ctx.workspace} and ${sql.raw(`w_${one}`)}.code = ${sql.raw(`${alias}.${one}`)}`,
      ),
    sql` `,
  );

const wordsOf = (alias: string, given: readonly string[]) =>
  sql.raw(given.map((one) => (isWorded(one) ? `w_${one}.value as ${one}` : `${alias}.${one}`)).join(', '));

/** What a count is divided by: the dimensions, the day, and the week, named by its Monday. */
export type Division = Dimension | 'day' | 'week';
export type CountRow = {
  day?: string;
  week?: string;
  kind?: string | null;
  channel?: string | null;
  department?: Department;
  campaign?: string | null;
  form?: string | null;
  source?: string | null;
  live?: boolean;
  touches: number;
  people: number;
  visitors: number;
};

/** Counts of a span, divided, in one statement: of touches, of the people whose they are now, and of visitors without a name. */
export async function selectCounts(ctx: Ctx, span: Span, divisions: readonly Division[]): Promise<CountRow[]> {
  const given = [...new Set(divisions)];
  const read = sql.raw(
    ["''::text as whole", ...given.map((one) => (one === 'week' ? "date_trunc('week', day)::date as week" : one))].join(
      ', ',
    ),
  );
  const by = sql.raw(['whole', ...given].join(', '));
  const shown = given.length === 0 ? sql`` : sql`${wordsOf('c', given)}, `;
  const same = sql.raw(['whole', ...given].map((one) => `p.${one} = c.${one}`).join(' and '));
  const [time] = given.filter((one) => one === 'day' || one === 'week');
  // The names of what is shown, so that words are in the order of words and not of their codes.
  const order = sql.raw([...(time ? [time] : []), 'touches desc', ...given.filter((one) => one !== time)].join(', '));
  const { rows } = await sql<CountRow>`
    with counts as (
      select ${by}, sum(touches)::bigint as touches
      from (select ${read}, touches from (${countedDays(ctx, span)}) as parts) as divided
      group by ${by} having sum(touches) <> 0
    ), present as (
      select ${by}, identity_id
      from (select ${read}, identity_id, touches from (${countedIdentities(ctx, span)}) as parts) as divided
      group by ${by}, identity_id having sum(touches) > 0
    ), persons as (
      select ${sql.raw(['whole', ...given].map((one) => `a.${one}`).join(', '))},
        count(distinct i.contact_id) as people, count(*) filter (where i.contact_id is null) as visitors
      from present a left join identities i on i.workspace_id = ${ctx.workspace} and i.id = a.identity_id
      group by ${sql.raw(['whole', ...given].map((one) => `a.${one}`).join(', '))}
    )
    select ${shown}c.touches, coalesce(p.people, 0)::bigint as people, coalesce(p.visitors, 0)::bigint as visitors
    from counts c left join persons p on ${same} ${joinWords(ctx, 'c', given)}
    order by ${order}`.execute(ctx.db);
  return rows;
}

/** A count that was not that of the touches: how much it was too high, or too low. */
export type WrongCount = { day: string; by: number } & Omit<
  CountRow,
  'day' | 'week' | 'touches' | 'people' | 'visitors'
>;

const spanOf = (days: readonly ZoneDay[]): Span => ({ from: days[0]?.day ?? '', to: days.at(-1)?.day ?? '' });

/**
 * Compares what is counted of some days that follow each other with their touches, as of one instant, and appends the
 * difference as deltas unless it is only asked for.
 */
export async function correctCounts(ctx: Ctx, days: readonly ZoneDay[], check: boolean): Promise<WrongCount[]> {
  const instant = (read: (day: ZoneDay) => number) => days.map((day) => new Date(read(day)));
  const [starts, ends] = [instant(({ from }) => from), instant(({ until }) => until)];
  const correction = check
    ? sql``
    : sql`, corrected as (
      insert into rollup_deltas (workspace_id, day, identity_id, ${dims}, touches)
      select ${ctx.workspace}::uuid, day, identity_id, ${dims}, missing from wrong
    )`;
  const { rows } = await sql<WrongCount>`
    with days as (
      select * from unnest(${days.map(({ day }) => day)}::date[], ${starts}::timestamptz[], ${ends}::timestamptz[])
        as days (day, starts_at, ends_at)
    ), parts as (
      select z.day, t.identity_id, t.kind, coalesce(t.channel, 0) as channel, t.department, coalesce(t.campaign, 0) as campaign,
        coalesce(t.form, 0) as form, coalesce(t.source, 0) as source, t.live, 1 as missing
      from days z join touches t on t.at >= z.starts_at and t.at < z.ends_at
      where t.workspace_id = ${ctx.workspace} and t.at >= ${starts[0]}::timestamptz and t.at < ${ends.at(-1)}::timestamptz
      union all
      select day, identity_id, ${dims}, -touches from (${countedIdentities(ctx, spanOf(days))}) as counted
    ), wrong as (
      select day, identity_id, ${dims}, sum(missing)::integer as missing from parts
      group by day, identity_id, ${dims} having sum(missing) <> 0
    )${correction}
    select g.day, ${wordsOf('g', dimensions)}, g.by
    from (select day, ${dims}, -sum(missing)::bigint as by from wrong group by day, ${dims}) g ${joinWords(ctx, 'g', dimensions)}
    order by g.day, ${sql.raw(dimensions.map((one) => `g.${one}`).join(', '))}`.execute(ctx.db);
  return rows;
}

/**
 * Compares the folded counts of some days with those by identity, which are made from the same deltas, and replaces them
 * unless the difference is only asked for. Nobody may fold meanwhile.
 */
export async function correctDays(ctx: Ctx, days: readonly ZoneDay[], check: boolean): Promise<WrongCount[]> {
  const { from, to } = spanOf(days);
  const correction = check
    ? sql``
    : sql`, corrected as (
      insert into rollup_days (workspace_id, day, key_id, touches)
      select ${ctx.workspace}::uuid, day, key_id, right_touches from wrong order by day, key_id
      on conflict (workspace_id, day, key_id) do update set touches = excluded.touches
    )`;
  const { rows } = await sql<WrongCount>`
    with known as (
      select day, key_id, sum(touches)::bigint as touches from identity_days
      where workspace_id = ${ctx.workspace} and day between ${from}::date and ${to}::date group by day, key_id
    ), stored as (
      select day, key_id, touches from rollup_days
      where workspace_id = ${ctx.workspace} and day between ${from}::date and ${to}::date
    ), wrong as (
      select day, key_id, coalesce(stored.touches, 0) as touches, coalesce(known.touches, 0) as right_touches
      from known full join stored using (day, key_id)
      where coalesce(stored.touches, 0) <> coalesce(known.touches, 0)
    )${correction}
    select g.day, ${wordsOf('k', dimensions)}, g.touches - g.right_touches as by
    from wrong g join rollup_keys k on k.workspace_id = ${ctx.workspace} and k.id = g.key_id ${joinWords(ctx, 'k', dimensions)}
    order by g.day, g.key_id`.execute(ctx.db);
  return rows;
}

/** Takes away what counts nothing any more. */
export async function deleteEmptyCounts(ctx: Ctx, days: readonly ZoneDay[]): Promise<void> {
  const { from, to } = spanOf(days);
  for (const table of ['identity_days', 'rollup_days']) {
    await sql`
      delete from ${sql.table(table)}
      where workspace_id = ${ctx.workspace} and day between ${from}::date and ${to}::date and touches = 0`.execute(
      ctx.db,
    );
  }
}

/** The first and the last instant of all touches, and the first and last day that is counted; null where there is nothing. */
export async function findExtent(ctx: Ctx) {
  const { rows } = await sql<{
    firstAt: Date | null;
    lastAt: Date | null;
    firstDay: string | null;
    lastDay: string | null;
  }>`
    select
      (select min(at) from touches where workspace_id = ${ctx.workspace}) as first_at,
      (select max(at) from touches where workspace_id = ${ctx.workspace}) as last_at,
      least(
        (select min(day) from identity_days where workspace_id = ${ctx.workspace}),
        (select min(day) from rollup_days where workspace_id = ${ctx.workspace}),
        (select min(day) from rollup_deltas where workspace_id = ${ctx.workspace})
      ) as first_day,
      greatest(
        (select max(day) from identity_days where workspace_id = ${ctx.workspace}),
        (select max(day) from rollup_days where workspace_id = ${ctx.workspace}),
        (select max(day) from rollup_deltas where workspace_id = ${ctx.workspace})
      ) as last_day`.execute(ctx.db);
  return rows[0] ?? { firstAt: null, lastAt: null, firstDay: null, lastDay: null };
}

/** The zone of the workspace, the one by which it is counted, whether all of it is, and whether deltas wait. */
export async function findState(ctx: Ctx) {
  return ctx.db
    .selectFrom('workspaces as w')
    .leftJoin('rollupStates as s', 's.workspaceId', 'w.id')
    .select(['w.zone', 's.zone as countedBy', 's.isBuilt'])
    .select(sql<boolean>`exists (select from rollup_deltas d where d.workspace_id = ${ctx.workspace})`.as('hasDeltas'))
    .where('w.id', '=', ctx.workspace)
    .executeTakeFirst();
}

export async function saveState(ctx: Ctx, values: { zone: string; isBuilt: boolean }): Promise<void> {
  await ctx.db
    .insertInto('rollupStates')
    .values({ workspaceId: ctx.workspace, ...values })
    .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(values))
    .execute();
}
