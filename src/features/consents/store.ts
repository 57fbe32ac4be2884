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
  /** The claim that it came with, where a message said it: it is kept once. */
  claimKey?: Buffer | null;
};

export async function insertConsents(ctx: Ctx, consents: readonly NewConsent[]): Promise<void> {
  if (consents.length === 0) return;
  await ctx.db
    .insertInto('consents')
    .values(
      consents.map(({ proof, textVersion = null, claimKey = null, ...consent }) => ({
        workspaceId: ctx.workspace,
        ...consent,
        textVersion,
        claimKey,
        proof: JSON.stringify(proof),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'claimKey', 'purpose']).where('claimKey', 'is not', null).doNothing(),
    )
    .execute();
}

/** Gives the consents of claims to the contacts whose claims they are. */
export async function updateOwners(ctx: Ctx, moves: readonly { claimKey: Buffer; contactId: string }[]): Promise<void> {
  await sql`
    update consents c set contact_id = given.contact_id
    from unnest(${moves.map(({ claimKey }) => claimKey)}::bytea[], ${moves.map(({ contactId }) => contactId)}::uuid[])
      as given (claim_key, contact_id)
    where c.workspace_id = ${ctx.workspace} and c.claim_key = given.claim_key
      and c.contact_id <> given.contact_id`.execute(ctx.db);
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
