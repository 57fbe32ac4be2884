import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

export type NewConsent = {
  id: string;
  contactId: string;
  purpose: string;
  status: 'granted' | 'denied';
  at: Date;
  knownAt: Date;
  textVersion?: string | null;
  proof: Record<string, unknown>;
};

export async function insertConsents(ctx: Ctx, consents: readonly NewConsent[]): Promise<void> {
  if (consents.length === 0) return;
  await ctx.db
    .insertInto('consents')
    .values(
      consents.map(({ proof, textVersion = null, ...consent }) => ({
        workspaceId: ctx.workspace,
        ...consent,
        textVersion,
        proof: JSON.stringify(proof),
      })),
    )
    .execute();
}

/** The consents of some contacts, for each purpose the latest alone. */
export async function selectConsents(ctx: Ctx, contactIds: readonly string[]) {
  return ctx.db
    .selectFrom('consents')
    .distinctOn(['contactId', 'purpose'])
    .select(['contactId', 'purpose', 'status', 'at', 'textVersion'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`contact_id = any(${contactIds}::uuid[])`)
    .orderBy('contactId')
    .orderBy('purpose')
    .orderBy('at', 'desc')
    .orderBy('knownAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
