import { type Expression, type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { inChunks } from '../../db/chunks.ts';
import { type About, reachesRecord, recordName } from '../../db/record-scope.ts';
import { withinReach } from '../../db/scope.ts';

export type WrittenMention = { id: string; name: string; written: string };

/** Notes that were not removed, on records within reach. */
const notesOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('notes as n')
    .leftJoin('members as author', (join) =>
      join.onRef('author.workspaceId', '=', 'n.workspaceId').onRef('author.id', '=', 'n.authorId'),
    )
    .where('n.workspaceId', '=', ctx.workspace)
    .where('n.deletedAt', 'is', null)
    .select([
      'n.id',
      'n.contactId',
      'n.accountId',
      'n.dealId',
      'n.body',
      'n.authorId',
      'n.pinned',
      'n.at',
      'n.editedAt',
    ])
    .select(['n.version', 'author.name as authorName'])
    .select([
      recordName(ctx.workspace, 'n').as('recordName'),
      sql<WrittenMention[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', told.id, 'name', told.name, 'written', x.written) order by told.name_key, told.id)
        from note_mentions x
        join members told on told.workspace_id = x.workspace_id and told.id = x.member_id
        where x.workspace_id = n.workspace_id and x.note_id = n.id
      ), '[]')`.as('mentions'),
    ]);

export type NoteRow = NonNullable<Awaited<ReturnType<typeof findNote>>>;

export async function findNote(ctx: Ctx, id: string) {
  return notesOf(ctx).where('n.id', '=', id).where(reachesRecord(ctx, 'n')).executeTakeFirst();
}

/** A note that the caller may read; `mine` says whether its author is within the reach of their right. */
export async function lockNote(ctx: Ctx, reader: Ctx, id: string) {
  return notesOf(ctx)
    .where('n.id', '=', id)
    .where(reachesRecord(reader, 'n'))
    .where(isWrittenWithin(ctx))
    .forUpdate('n')
    .executeTakeFirst();
}

const isWrittenWithin = (ctx: Ctx): Expression<SqlBool> => withinReach(ctx, sql.ref('n.author_id'));

type NotePlace = readonly [pinned: boolean, at: string, id: string];

export async function listRows(
  ctx: Ctx,
  about: { [Key in keyof About]?: string | undefined },
  page: { after: NotePlace | null; limit: number },
): Promise<NoteRow[]> {
  const { after, limit } = page;
  let query = notesOf(ctx)
    .where(reachesRecord(ctx, 'n'))
    .orderBy('n.pinned', 'desc')
    .orderBy('n.at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit);
  for (const column of ['contactId', 'accountId', 'dealId'] as const) {
    const id = about[column];
    if (id !== undefined) query = query.where(`n.${column}`, '=', id);
  }
  if (after) {
    query = query.where(
      sql<boolean>`(n.pinned, n.at, n.id) < (${after[0]}::boolean, ${after[1]}::timestamptz, ${after[2]}::uuid)`,
    );
  }
  return query.execute();
}

export type NewNote = About & {
  id: string;
  body: string;
  authorId: string | null;
  pinned: boolean;
  at: Date;
  source: string | null;
  externalId: string | null;
};

/** Adds notes, but for those that another system told before; gives the ids of those that are new. */
export async function insertNotes(ctx: Ctx, notes: readonly NewNote[]): Promise<Set<string>> {
  const added = new Set<string>();
  for (const chunk of inChunks(notes)) {
    const rows = await ctx.db
      .insertInto('notes')
      .values(chunk.map((note) => ({ workspaceId: ctx.workspace, ...note, createdAt: ctx.now, updatedAt: ctx.now })))
      .onConflict((conflict) =>
        conflict.columns(['workspaceId', 'source', 'externalId']).where('externalId', 'is not', null).doNothing(),
      )
      .returning('id')
      .execute();
    for (const { id } of rows) added.add(id);
  }
  return added;
}

/** The ids of notes by what other systems call them. */
export async function selectExternal(ctx: Ctx, refs: readonly { source: string; externalId: string }[]) {
  if (refs.length === 0) return [];
  return ctx.db
    .selectFrom('notes')
    .select(['id', 'source', 'externalId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(
      sql<boolean>`(source, external_id) in (
        select * from unnest(${refs.map(({ source }) => source)}::text[], ${refs.map(({ externalId }) => externalId)}::text[])
      )`,
    )
    .execute();
}

export type NoteValues = { body?: string; pinned?: boolean; editedAt?: Date; deletedAt?: Date };

export async function updateNote(ctx: Ctx, id: string, values: NoteValues): Promise<void> {
  await ctx.db
    .updateTable('notes')
    .set((eb) => ({ ...values, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** Who is mentioned from now on: whoever stays has not to read it again, whoever is new has. */
export async function saveMentions(
  ctx: Ctx,
  noteId: string,
  mentions: readonly { memberId: string; written: string }[],
  mentionedBy: string | null,
): Promise<void> {
  const ids = mentions.map(({ memberId }) => memberId);
  await ctx.db
    .deleteFrom('noteMentions')
    .where('workspaceId', '=', ctx.workspace)
    .where('noteId', '=', noteId)
    .where(sql<boolean>`not member_id = any(${ids}::uuid[])`)
    .execute();
  if (mentions.length === 0) return;
  await ctx.db
    .insertInto('noteMentions')
    .values(
      [...mentions]
        .sort((a, b) => (a.memberId < b.memberId ? -1 : 1))
        .map((one) => ({
          ...{ workspaceId: ctx.workspace, noteId, ...one, mentionedBy, at: ctx.now },
          // Whoever writes of themselves knows it.
          readAt: one.memberId === ctx.actor.id ? ctx.now : null,
        })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'noteId', 'memberId'])
        .doUpdateSet(({ ref }) => ({ written: ref('excluded.written') })),
    )
    .execute();
}

/** Notes within reach that mention a member. */
const mentionsOf = (ctx: Ctx, memberId: string) =>
  notesOf(ctx)
    .innerJoin('noteMentions as mine', (join) =>
      join.onRef('mine.workspaceId', '=', 'n.workspaceId').onRef('mine.noteId', '=', 'n.id'),
    )
    .leftJoin('members as by', (join) =>
      join.onRef('by.workspaceId', '=', 'mine.workspaceId').onRef('by.id', '=', 'mine.mentionedBy'),
    )
    .where('mine.memberId', '=', memberId)
    .where(reachesRecord(ctx, 'n'))
    .select(['mine.at as mentionedAt', 'mine.readAt', 'mine.mentionedBy', 'by.name as mentionedByName']);

export async function listMentionRows(
  ctx: Ctx,
  memberId: string,
  page: { unread: boolean; after: readonly [at: string, id: string] | null; limit: number },
) {
  const { unread, after, limit } = page;
  let query = mentionsOf(ctx, memberId).orderBy('mine.at', 'desc').orderBy('mine.noteId', 'desc').limit(limit);
  if (unread) query = query.where('mine.readAt', 'is', null);
  if (after) query = query.where(sql<boolean>`(mine.at, mine.note_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

export async function countUnread(ctx: Ctx, memberId: string): Promise<number> {
  const { unread } = await ctx.db
    .selectFrom('noteMentions as x')
    .innerJoin('notes as n', (join) => join.onRef('n.workspaceId', '=', 'x.workspaceId').onRef('n.id', '=', 'x.noteId'))
    .select(({ fn }) => fn.countAll<number>().as('unread'))
    .where('x.workspaceId', '=', ctx.workspace)
    .where('x.memberId', '=', memberId)
    .where('x.readAt', 'is', null)
    .where('n.deletedAt', 'is', null)
    .where(reachesRecord(ctx, 'n'))
    .executeTakeFirstOrThrow();
  return unread;
}

export async function markRead(ctx: Ctx, memberId: string, noteIds: readonly string[] | null): Promise<void> {
  let query = ctx.db
    .updateTable('noteMentions')
    .set({ readAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where('readAt', 'is', null);
  if (noteIds !== null) query = query.where(sql<boolean>`note_id = any(${noteIds}::uuid[])`);
  await query.execute();
}
