import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { inChunks } from '../../db/chunks.ts';
import { type WordKind, wordKinds } from '../../db/people-tables.ts';
import type { CountedTouch } from '../rollups/record-touch-deltas.ts';

export type Word = { kind: WordKind; value: string; folded: string; words: string };

/** Adds what the dictionary does not have yet, in one order for all writers. */
export async function insertWords(ctx: Ctx, words: readonly Word[]): Promise<void> {
  await ctx.db
    .insertInto('dictionary')
    .values(words.map((word) => ({ workspaceId: ctx.workspace, ...word })))
    .onConflict((conflict) => conflict.columns(['workspaceId', 'kind', 'value']).doNothing())
    .execute();
}

export async function selectCodes(ctx: Ctx, words: readonly { kind: WordKind; value: string }[]) {
  const kinds = words.map(({ kind }) => kind);
  const values = words.map(({ value }) => value);
  return ctx.db
    .selectFrom('dictionary')
    .select(['code', 'kind', 'value'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`(kind, value) in (select * from unnest(${kinds}::text[], ${values}::text[]))`)
    .execute();
}

export async function selectWords(ctx: Ctx, codes: readonly number[]) {
  return ctx.db
    .selectFrom('dictionary')
    .select(['code', 'value'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`code = any(${codes}::integer[])`)
    .execute();
}

export type TouchRow = {
  id: string;
  at: Date;
  identityId: number;
  knownAt: Date;
  department: 'marketing' | 'sales';
  memberId: string | null;
  live: boolean;
  props: string;
  texts: string;
  messageHash: Buffer | null;
} & { [Kind in Exclude<WordKind, 'kind'>]: number | null } & { kind: number };

/** Columns as arrays: eleven thousand parameters cost both sides more than the rows do. */
export async function insertTouches(ctx: Ctx, rows: readonly TouchRow[]): Promise<void> {
  for (const chunk of inChunks(rows)) {
    const column = <T>(read: (row: TouchRow) => T) => chunk.map(read);
    const codes = wordKinds.map((kind) => sql`${column((row) => row[kind])}::integer[]`);
    await sql`
      insert into touches (
        workspace_id, at, id, identity_id, known_at, department, member_id, live, props, texts, message_hash,
        ${sql.join(wordKinds.map((kind) => sql.ref(kind)))}
      )
      select ${ctx.workspace}::uuid, * from unnest(
        ${column(({ at }) => at)}::timestamptz[], ${column(({ id }) => id)}::uuid[],
        ${column(({ identityId }) => identityId)}::bigint[], ${column(({ knownAt }) => knownAt)}::timestamptz[],
        ${column(({ department }) => department)}::text[], ${column(({ memberId }) => memberId)}::uuid[],
        ${column(({ live }) => live)}::boolean[], ${column(({ props }) => props)}::jsonb[],
        ${column(({ texts }) => texts)}::jsonb[], ${column(({ messageHash }) => messageHash)}::bytea[],
        ${sql.join(codes)}
      )`.execute(ctx.db);
  }
}

/** A touch as it is read: instants in epoch milliseconds, words as codes in the order of `wordKinds`. */
export type ReadTouch = [
  id: string,
  at: number,
  knownAt: number,
  department: Department,
  live: boolean,
  words: (number | null)[],
  props: Record<string, unknown>,
];

/**
 * All touches of some contacts, through the identities that are theirs now. One text a contact: people have long histories, and
 * a driver that reads them value by value takes longer than everything that is then done with them.
 */
export async function selectTouches(
  ctx: Ctx,
  contactIds: readonly string[],
): Promise<{ contactId: string; touches: ReadTouch[] }[]> {
  const words = sql.join(wordKinds.map((kind) => sql.ref(`t.${kind}`)));
  const { rows } = await sql<{ contactId: string; touches: string }>`
    select i.contact_id, json_agg(json_build_array(
      t.id, date_part('epoch', t.at) * 1000, date_part('epoch', t.known_at) * 1000, t.department, t.live,
      json_build_array(${words}), t.props
    ))::text as touches
    from identities i
    join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
    where i.workspace_id = ${ctx.workspace} and i.contact_id = any(${contactIds}::uuid[])
    group by i.contact_id`.execute(ctx.db);
  return rows.map(({ contactId, touches }) => ({ contactId, touches: readTouches(touches) }));
}

/** The text is what the statement above makes. */
const readTouches = (text: string) => JSON.parse(text) as ReadTouch[];

/** Makes the months of some instants, so that touches can be stored in them. */
export async function ensureMonths(ctx: Pick<Ctx, 'db'>, from: Date, months: number): Promise<void> {
  await sql`select ensure_months('touches', ${from}::timestamptz, ${months}::integer)`.execute(ctx.db);
}

/** When the first touch of each of some contacts was. */
export async function selectFirstTouches(ctx: Ctx, contactIds: readonly string[]) {
  return ctx.db
    .selectFrom('identities as i')
    .innerJoin('touches as t', (join) =>
      join.onRef('t.workspaceId', '=', 'i.workspaceId').onRef('t.identityId', '=', 'i.id'),
    )
    .select('i.contactId')
    .select(sql<Date>`min(t.at)`.as('at'))
    .where('i.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`i.contact_id = any(${contactIds}::uuid[])`)
    .groupBy('i.contactId')
    .execute();
}

/** Gives touches of some identities to others, from an instant (null: from ever) until before another; says which, and whose they were. */
export async function updateIdentities(
  ctx: Ctx,
  moves: readonly { id: number; identityId: number; from: Date | null; until: Date | null }[],
) {
  const { rows } = await sql<CountedTouch & { before: number }>`
    update touches t set identity_id = given.identity_id
    from unnest(
      ${moves.map(({ id }) => id)}::bigint[], ${moves.map(({ identityId }) => identityId)}::bigint[],
      ${moves.map(({ from }) => from)}::timestamptz[], ${moves.map(({ until }) => until)}::timestamptz[]
    ) as given (id, identity_id, began_at, ended_at)
    where t.workspace_id = ${ctx.workspace} and t.identity_id = given.id
      and t.at >= coalesce(given.began_at, '-infinity') and t.at < coalesce(given.ended_at, 'infinity')
    returning given.id as before, t.identity_id, t.at, t.kind, t.channel, t.department, t.campaign, t.form, t.source, t.live`.execute(
    ctx.db,
  );
  return rows;
}

/** Takes touches away; `at` finds their months. Gives what was counted of them. */
export async function deleteTouches(ctx: Ctx, touches: readonly { id: string; at: number }[]) {
  return ctx.db
    .deleteFrom('touches')
    .where('workspaceId', '=', ctx.workspace)
    .where(
      sql<boolean>`(at, id) in (
        select * from unnest(
          ${touches.map(({ at }) => new Date(at))}::timestamptz[], ${touches.map(({ id }) => id)}::uuid[]
        )
      )`,
    )
    .returning(['id', 'at', 'identityId', 'kind', 'channel', 'department', 'campaign', 'form', 'source', 'live'])
    .execute();
}
