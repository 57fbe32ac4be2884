import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Says } from '../../core/capture/read-claim.ts';
import type { IdentityKind } from '../../db/people-tables.ts';

/** Who a message can say that it is from. `named` is when it did so with this message, and by which source. */
export type IdentityRef = {
  readonly kind: Exclude<IdentityKind, 'turn'>;
  readonly value: string;
  readonly named?: { readonly at: Date; readonly by: string } | undefined;
};

const columns = [
  'id',
  'kind',
  'value',
  'contactId',
  'pinnedTo',
  'namedAt',
  'namedBy',
  'baseId',
  'beganAt',
  'crowded',
] as const;

export async function selectIdentities(ctx: Ctx, refs: readonly IdentityRef[]) {
  return ctx.db
    .selectFrom('identities')
    .select(columns)
    .where('workspaceId', '=', ctx.workspace)
    .where(
      sql<boolean>`(kind, value) in (
        select * from unnest(${refs.map(({ kind }) => kind)}::text[], ${refs.map(({ value }) => value)}::text[])
      )`,
    )
    .execute();
}

export type IdentityRow = Awaited<ReturnType<typeof selectIdentities>>[number];

export async function insertIdentities(ctx: Ctx, refs: readonly IdentityRef[]): Promise<void> {
  await sql`
    insert into identities (workspace_id, kind, value, named_at, named_by, created_at)
    select ${ctx.workspace}::uuid, kind, value, named_at, named_by, ${ctx.now}::timestamptz
    from unnest(
      ${refs.map(({ kind }) => kind)}::text[], ${refs.map(({ value }) => value)}::text[],
      ${refs.map(({ named }) => named?.at ?? null)}::timestamptz[], ${refs.map(({ named }) => named?.by ?? null)}::text[]
    ) as given (kind, value, named_at, named_by)
    order by kind, value collate "C"
    on conflict (workspace_id, kind, value) do nothing`.execute(ctx.db);
}

/** Notes that some identities were named earlier than was known. */
export async function updateNamed(ctx: Ctx, named: readonly { id: number; at: Date; by: string }[]): Promise<void> {
  if (named.length === 0) return;
  await sql`
    update identities i set named_at = given.at, named_by = given.by
    from unnest(
      ${named.map(({ id }) => id)}::bigint[], ${named.map(({ at }) => at)}::timestamptz[], ${named.map(({ by }) => by)}::text[]
    ) as given (id, at, by)
    where i.workspace_id = ${ctx.workspace} and i.id = given.id`.execute(ctx.db);
}

/** Some identities, and the later turns of those that are browsers. */
export async function selectWithTurns(ctx: Ctx, ids: readonly number[]): Promise<IdentityRow[]> {
  return ctx.db
    .selectFrom('identities')
    .select(columns)
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`(id = any(${ids}::bigint[]) or base_id = any(${ids}::bigint[]))`)
    .execute();
}

/** The later turns of some browsers. */
export async function selectTurns(ctx: Ctx, baseIds: readonly number[]): Promise<IdentityRow[]> {
  return ctx.db
    .selectFrom('identities')
    .select(columns)
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`base_id = any(${baseIds}::bigint[])`)
    .execute();
}

/** The identities of some contacts by which messages can find them. */
export async function selectIdentitiesOf(ctx: Ctx, contactIds: readonly string[]): Promise<IdentityRow[]> {
  return ctx.db
    .selectFrom('identities')
    .select(columns)
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`(contact_id = any(${contactIds}::uuid[]) or pinned_to = any(${contactIds}::uuid[]))`)
    .where('kind', 'in', ['user', 'email', 'anonymous'])
    .execute();
}

export type ClaimRow = {
  key: Buffer;
  at: Date;
  lastAt: Date;
  userId: number | null;
  emailId: number | null;
  anonymousId: number | null;
  previousUserId: number | null;
  previousAnonymousId: number | null;
  source: string;
  says: Says | null;
};

/** When some claims were made, as far as they are known. */
export async function selectClaimTimes(ctx: Ctx, keys: readonly Buffer[]) {
  return ctx.db
    .selectFrom('identityClaims')
    .select(['key', 'at', 'lastAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`key = any(${keys}::bytea[])`)
    .execute();
}

/** Writes claims; of one that is known, only when it was made changes. */
export async function saveClaims(ctx: Ctx, claims: readonly ClaimRow[]): Promise<void> {
  if (claims.length === 0) return;
  const sorted = [...claims].sort((a, b) => Buffer.compare(a.key, b.key));
  await sql`
    insert into identity_claims (
      workspace_id, key, at, last_at, user_id, email_id, anonymous_id, previous_user_id, previous_anonymous_id, source, says
    )
    select ${ctx.workspace}::uuid, * from unnest(
      ${sorted.map(({ key }) => key)}::bytea[], ${sorted.map(({ at }) => at)}::timestamptz[],
      ${sorted.map(({ lastAt }) => lastAt)}::timestamptz[], ${sorted.map(({ userId }) => userId)}::bigint[],
      ${sorted.map(({ emailId }) => emailId)}::bigint[], ${sorted.map(({ anonymousId }) => anonymousId)}::bigint[],
      ${sorted.map(({ previousUserId }) => previousUserId)}::bigint[],
      ${sorted.map(({ previousAnonymousId }) => previousAnonymousId)}::bigint[],
      ${sorted.map(({ source }) => source)}::text[],
      ${sorted.map(({ says }) => (says === null ? null : JSON.stringify(says)))}::jsonb[]
    )
    on conflict (workspace_id, key) do update
    set at = least(identity_claims.at, excluded.at), last_at = greatest(identity_claims.last_at, excluded.last_at)`.execute(
    ctx.db,
  );
}

/** All claims that name one of some identities. */
export async function selectClaims(ctx: Ctx, ids: readonly number[]): Promise<ClaimRow[]> {
  const rows = await ctx.db
    .selectFrom('identityClaims')
    .select(['key', 'at', 'lastAt', 'userId', 'emailId', 'anonymousId', 'previousUserId', 'previousAnonymousId'])
    .select(['source', 'says'])
    .where('workspaceId', '=', ctx.workspace)
    .where(
      sql<boolean>`(user_id = any(${ids}::bigint[]) or email_id = any(${ids}::bigint[])
        or anonymous_id = any(${ids}::bigint[]) or previous_user_id = any(${ids}::bigint[]))`,
    )
    .execute();
  return rows;
}

/** Says of some identities whose they are from now on. */
export async function updateOwners(
  ctx: Ctx,
  moved: readonly { id: number; contactId: string | null }[],
): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    update identities i set contact_id = given.contact_id
    from unnest(${moved.map(({ id }) => id)}::bigint[], ${moved.map(({ contactId }) => contactId)}::uuid[])
      as given (id, contact_id)
    where i.workspace_id = ${ctx.workspace} and i.id = given.id`.execute(ctx.db);
}

/** Settles whose some identities are by the word of a person. */
export async function updatePins(
  ctx: Ctx,
  pins: readonly { kind: IdentityKind; value: string; contactId: string }[],
): Promise<void> {
  if (pins.length === 0) return;
  await sql`
    update identities i set contact_id = given.contact_id, pinned_to = given.contact_id
    from unnest(
      ${pins.map(({ kind }) => kind)}::text[], ${pins.map(({ value }) => value)}::text[],
      ${pins.map(({ contactId }) => contactId)}::uuid[]
    ) as given (kind, value, contact_id)
    where i.workspace_id = ${ctx.workspace} and i.kind = given.kind and i.value = given.value`.execute(ctx.db);
}

/** Begins later turns of browsers, and gives them with their ids. */
export async function insertTurns(
  ctx: Ctx,
  turns: readonly { baseId: number; beganAt: Date; contactId: string }[],
): Promise<{ id: number; baseId: number | null; beganAt: Date | null }[]> {
  if (turns.length === 0) return [];
  return ctx.db
    .insertInto('identities')
    .values(
      turns.map(({ baseId, beganAt, contactId }) => ({
        workspaceId: ctx.workspace,
        kind: 'turn' as const,
        value: `${beganAt.getTime()} ${baseId}`,
        contactId,
        createdAt: ctx.now,
        baseId,
        beganAt,
      })),
    )
    .returning(['id', 'baseId', 'beganAt'])
    .execute();
}

export async function deleteTurns(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .deleteFrom('identities')
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .where('kind', '=', 'turn')
    .execute();
}

export async function markCrowded(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .updateTable('identities')
    .set({ crowded: true })
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .execute();
}

/** Settles that what some contacts have is theirs. */
export async function updatePinsOf(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('identities')
    .set(({ ref }) => ({ pinnedTo: ref('contactId') }))
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`contact_id = any(${contactIds}::uuid[])`)
    .where('kind', 'in', ['user', 'email', 'anonymous'])
    .execute();
}

export async function selectClaimantsAfter(ctx: Ctx, after: number, limit: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('identities')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '>', after)
    .where('kind', 'in', ['user', 'email', 'anonymous'])
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
