import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { ContactKey } from '../../core/capture/contact-keys.ts';
import type { StageEvent } from '../../core/lifecycle/stage-events.ts';
import { inChunks } from '../../db/chunks.ts';
import { reachesContact } from '../../db/contact-scope.ts';
import { withinReach } from '../../db/scope.ts';
import { insertWhole, upsertWhole } from '../../db/upsert-whole.ts';

export async function selectKeys(ctx: Ctx, keys: readonly ContactKey[]) {
  return ctx.db
    .selectFrom('contactKeys')
    .select(['kind', 'key', 'contactId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(
      sql<boolean>`(kind, key) in (
        select * from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::text[])
      )`,
    )
    .execute();
}

export async function insertKeys(ctx: Ctx, keys: readonly (ContactKey & { contactId: string })[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    insert into contact_keys (workspace_id, kind, key, value, contact_id, created_at)
    select ${ctx.workspace}::uuid, kind, key, value, contact_id, ${ctx.now}::timestamptz
    from unnest(
      ${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::text[],
      ${keys.map(({ value }) => value)}::text[], ${keys.map(({ contactId }) => contactId)}::uuid[]
    ) as given (kind, key, value, contact_id)
    order by kind, key collate "C"`.execute(ctx.db);
}

/** Has addresses found with other contacts. */
export async function updateKeyOwners(ctx: Ctx, moved: readonly { key: string; contactId: string }[]): Promise<void> {
  if (moved.length === 0) return;
  await sql`
    update contact_keys k set contact_id = given.contact_id
    from unnest(${moved.map(({ key }) => key)}::text[], ${moved.map(({ contactId }) => contactId)}::uuid[])
      as given (key, contact_id)
    where k.workspace_id = ${ctx.workspace} and k.kind = 'email' and k.key = given.key`.execute(ctx.db);
}

const described = [
  'id',
  'accountId',
  'email',
  'emailDomain',
  'mailbox',
  'name',
  'firstName',
  'lastName',
  'title',
  'phone',
  'country',
  'language',
  'zone',
  'source',
  'reachable',
  'ownerId',
  'foundBy',
  'buyingRole',
  'protectedUntil',
  'consent',
  'fields',
  'toldAt',
  'createdAt',
  'deletedAt',
  'version',
] as const;

/** What is said of some contacts; locked in the order of their ids until the transaction ends. */
export async function lockContacts(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('contacts')
    .select(described)
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Which of some contacts were merged into others. */
export async function selectMerged(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('mergedInto', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** One contact within reach that a person is about to change. */
export async function lockContact(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('contacts')
    .select(described)
    .select('mergedInto')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .where(reachesContact(ctx, 'contacts'))
    .forUpdate()
    .executeTakeFirst();
}

export type ContactValues = Awaited<ReturnType<typeof lockContacts>>[number];

/** Columns that are written whole, with their types: one array each, since thousands of rows are more than one statement's parameters. */
const written = {
  id: 'uuid',
  accountId: 'uuid',
  email: 'text',
  emailDomain: 'text',
  mailbox: 'text',
  name: 'text',
  firstName: 'text',
  lastName: 'text',
  sortKey: 'text',
  title: 'text',
  phone: 'text',
  country: 'text',
  language: 'text',
  zone: 'text',
  source: 'text',
  reachable: 'boolean',
  ownerId: 'uuid',
  foundBy: 'uuid',
  buyingRole: 'text',
  protectedUntil: 'timestamptz',
  consent: 'jsonb',
  fields: 'jsonb',
  texts: 'jsonb',
  toldAt: 'jsonb',
  createdAt: 'timestamptz',
  deletedAt: 'timestamptz',
  version: 'integer',
} as const;

type WholeContact = ContactValues & { sortKey: string; texts: Record<string, unknown> };

/** Makes contacts, and writes others whole. */
export async function saveContactRows(
  ctx: Ctx,
  { made, changed }: { made: readonly WholeContact[]; changed: readonly WholeContact[] },
): Promise<void> {
  await insertWhole(ctx, 'contacts', written, made);
  await upsertWhole(ctx, 'contacts', written, changed);
}

export async function selectTransitions(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('transitions')
    .selectAll()
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`contact_id = any(${ids}::uuid[])`)
    .orderBy('contactId')
    .orderBy('seq')
    .execute();
}

export async function insertTransitions(
  ctx: Ctx,
  events: readonly { contactId: string; event: StageEvent }[],
): Promise<void> {
  // A move may skip stages: of a large part of an import there are more events than one statement takes.
  for (const rows of inChunks(events)) await insertMoves(ctx, rows);
}

async function insertMoves(ctx: Ctx, events: readonly { contactId: string; event: StageEvent }[]): Promise<void> {
  await ctx.db
    .insertInto('transitions')
    .values(
      events.map(({ contactId, event }) => ({
        workspaceId: ctx.workspace,
        contactId,
        seq: event.seq,
        move: event.move,
        cycle: event.cycle,
        cycleKind: event.cycleKind,
        fromStage: event.from,
        toStage: event.to,
        occurredAt: event.occurredAt === null ? null : new Date(event.occurredAt),
        decidedAt: new Date(event.decidedAt),
        actorKind: event.actor.kind,
        actorId: event.actor.id,
        reason: event.reason,
        note: event.note,
        inferred: event.inferred,
        compensates: event.compensates,
        versionId: event.version,
      })),
    )
    .execute();
}

export type ContactPlace = {
  contactId: string;
  currentStage: string | null;
  furthestStage: string | null;
  cycle: number;
  cycleBeganAt: Date | null;
  wakeUpAt: Date | null;
};

/** Writes where a contact stands, as its transitions say. */
export async function updatePlace(ctx: Ctx, { contactId, ...place }: ContactPlace): Promise<void> {
  await ctx.db
    .updateTable('contacts')
    .set({ ...place, updatedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', contactId)
    .execute();
}

/** The addresses and numbers of a contact, the one that is known longest first. */
export async function listKeys(ctx: Ctx, contactId: string) {
  return ctx.db
    .selectFrom('contactKeys')
    .select(['kind', 'key', 'value', 'bouncedAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('contactId', '=', contactId)
    .orderBy('createdAt')
    .orderBy('key')
    .execute();
}

export async function deleteKeys(ctx: Ctx, contactId: string, keys: readonly ContactKey[]): Promise<void> {
  await ctx.db
    .deleteFrom('contactKeys')
    .where('workspaceId', '=', ctx.workspace)
    .where('contactId', '=', contactId)
    .where(
      sql<boolean>`(kind, key) in (
        select * from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::text[])
      )`,
    )
    .execute();
}

/** Whom the caller may know of some contacts: their names. Others are there, and are not told. */
export async function nameContacts(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('contacts as c')
    .select(['c.id', 'c.name', 'c.email', 'c.phone', 'c.deletedAt'])
    .where('c.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`c.id = any(${ids}::uuid[])`)
    .where(reachesContact(ctx))
    .orderBy('c.id')
    .execute();
}

/** The handoffs of a contact, the last first. */
export async function listHandoffsOf(ctx: Ctx, contactId: string) {
  return ctx.db
    .selectFrom('handoffs as h')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'h.workspaceId').onRef('m.id', '=', 'h.memberId'),
    )
    .select([
      'h.id',
      'h.number',
      'h.cycle',
      'h.status',
      'h.offeredAt',
      'h.closedAt',
      'h.memberId',
      'm.name as memberName',
    ])
    .where('h.workspaceId', '=', ctx.workspace)
    .where('h.contactId', '=', contactId)
    .orderBy('h.number', 'desc')
    .execute();
}

/** Whether somebody of Sales has the contact now. */
export async function isBeingWorked(ctx: Ctx, contactId: string): Promise<boolean> {
  const open = await ctx.db
    .selectFrom('handoffs')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('contactId', '=', contactId)
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  return open !== undefined;
}

/** Whether a member is within reach. */
export async function reachesMember(ctx: Ctx, memberId: string): Promise<boolean> {
  const member = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .where(withinReach(ctx, sql.ref('members.id')))
    .executeTakeFirst();
  return member !== undefined;
}

const isOf = (ctx: Ctx, memberId: string) =>
  sql<boolean>`(owner_id = ${memberId} or found_by = ${memberId} and protected_until > ${ctx.now})`;

/** How many people a member owns or has found, as long as those leads are protected. */
export async function countOwned(ctx: Ctx, memberId: string): Promise<number> {
  const { owned } = await ctx.db
    .selectFrom('contacts')
    .select(({ fn }) => fn.countAll<number>().as('owned'))
    .where('workspaceId', '=', ctx.workspace)
    .where(isOf(ctx, memberId))
    .executeTakeFirstOrThrow();
  return owned;
}

/** Gives them to another member, and says which and by which field; they are judged again a moment later. */
export async function moveOwned(
  ctx: Ctx,
  fromId: string,
  toId: string,
): Promise<{ id: string; field: 'owner' | 'found_by' }[]> {
  const moved = async (column: 'ownerId' | 'foundBy', field: 'owner' | 'found_by') => {
    let query = ctx.db
      .updateTable('contacts')
      .set((eb) => ({ [column]: toId, validUntil: ctx.now, updatedAt: ctx.now, version: eb('version', '+', 1) }))
      .where('workspaceId', '=', ctx.workspace)
      .where(column, '=', fromId);
    if (column === 'foundBy') query = query.where('protectedUntil', '>', ctx.now);
    return (await query.returning('id').execute()).map(({ id }) => ({ id, field }));
  };
  return [...(await moved('ownerId', 'owner')), ...(await moved('foundBy', 'found_by'))];
}
