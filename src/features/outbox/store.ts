import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

export type NewMail = { id: string; key: string; to: string; subject: string; sealed: Buffer; unsubscribe?: string };

/** Says which are new: those whose key was not written before. */
export async function insertMails(ctx: Ctx, mails: readonly NewMail[]): Promise<string[]> {
  if (mails.length === 0) return [];
  const rows = await ctx.db
    .insertInto('outbox')
    .values(
      [...mails]
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ id, key, sealed, ...envelope }) => ({
          ...{ workspaceId: ctx.workspace, id, kind: 'mail' as const, key, sealed },
          ...{ envelope: JSON.stringify(envelope), createdAt: ctx.now, nextAt: ctx.now },
        })),
    )
    .onConflict((conflict) => conflict.columns(['workspaceId', 'key']).doNothing())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

const mailOf = (ctx: Ctx) => ctx.db.selectFrom('outbox').where('workspaceId', '=', ctx.workspace);
const change = (ctx: Ctx) => ctx.db.updateTable('outbox').where('workspaceId', '=', ctx.workspace);

const listed = [
  'id',
  sql<string>`envelope->>'to'`.as('to'),
  sql<string>`envelope->>'subject'`.as('subject'),
  'attempts',
  'problem',
  'createdAt',
  'claimedAt',
  'sentAt',
  'failedAt',
] as const;

export type ListedMail = NonNullable<Awaited<ReturnType<typeof findMail>>>;

export async function findMail(ctx: Ctx, id: string) {
  return mailOf(ctx).where('id', '=', id).select(listed).executeTakeFirst();
}

/** Waits for whoever just changes it. */
export async function lockMail(ctx: Ctx, id: string) {
  return mailOf(ctx).where('id', '=', id).select(listed).forUpdate().executeTakeFirst();
}

export async function findSealedText(ctx: Ctx, id: string) {
  return mailOf(ctx).where('id', '=', id).select(listed).select('sealed').executeTakeFirst();
}

export async function listMails(ctx: Ctx, limit: number, after: [at: string, id: string] | null) {
  let query = mailOf(ctx).select(listed).orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit);
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(eb.cast<Date>(eb.val(after[0]), 'timestamptz'), after[1])),
    );
  }
  return query.execute();
}

/**
 * Takes a mail that is due, in one statement: of several workers one gets it. From here on it is in nobody else's reach
 * until its result is written.
 */
export async function claimMail(ctx: Ctx, id: string) {
  return change(ctx)
    .set((eb) => ({ attempts: eb('attempts', '+', 1), claimedAt: ctx.now, nextAt: null }))
    .where('id', '=', id)
    .where('nextAt', '<=', ctx.now)
    .returning(['id', 'envelope', 'sealed', 'attempts', 'createdAt'])
    .executeTakeFirst();
}

type Result = { sentAt: Date; problem: null } | { failedAt: Date; problem: string } | { nextAt: Date; problem: string };

/** Writes what became of a mail that this worker claimed. */
export async function saveResult(ctx: Ctx, id: string, result: Result): Promise<void> {
  await change(ctx)
    .set({ claimedAt: null, ...result })
    .where('id', '=', id)
    .where('claimedAt', 'is not', null)
    .execute();
}

export async function listDueMails(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await mailOf(ctx).where('nextAt', '<=', ctx.now).orderBy('nextAt').limit(limit).select('id').execute();
  return rows.map(({ id }) => id);
}

/** Gives up mails whose worker is gone since before `claimedBefore`. */
export async function failClaimedMails(ctx: Ctx, claimedBefore: Date, problem: string): Promise<void> {
  await change(ctx)
    .set({ claimedAt: null, failedAt: ctx.now, problem })
    .where('claimedAt', '<=', claimedBefore)
    .execute();
}

/** Gives up mails that nobody tried to send since they were written before `createdBefore`. */
export async function failOldMails(ctx: Ctx, createdBefore: Date, problem: string): Promise<void> {
  await change(ctx)
    .set({ nextAt: null, failedAt: ctx.now, problem })
    .where('nextAt', 'is not', null)
    .where('attempts', '=', 0)
    .where('createdAt', '<', createdBefore)
    .execute();
}

/** Makes a mail due at once, with all of its tries before it again. */
export async function makeDue(ctx: Ctx, id: string): Promise<void> {
  await change(ctx).set({ nextAt: ctx.now, failedAt: null, attempts: 0, problem: null }).where('id', '=', id).execute();
}
