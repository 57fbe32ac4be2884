import type { Ctx } from '../../context.ts';
import { hashToken, newToken } from '../sessions/mint-token.ts';
import { insertLinks } from './store.ts';

/** Longer than any time to decide; what was decided meanwhile is told. */
const lifetime = 14 * 86_400_000;

/**
 * Makes links by which members who have leads accept or reject them from a mail, each once; by handoff and member, as
 * `<handoff> <member>`. They go into a mail to that member and nowhere else: only their hash is kept. Needs the transaction of the
 * mail.
 */
export async function mintVerdictLinks(
  ctx: Ctx,
  leads: readonly { handoffId: string; memberId: string }[],
): Promise<Map<string, { accept: string; reject: string }>> {
  const expiresAt = new Date(ctx.now.getTime() + lifetime);
  const minted = leads.map((lead) => ({ ...lead, tokens: { accept: newToken(), reject: newToken() } }));
  await insertLinks(
    ctx,
    minted.flatMap(({ tokens, ...lead }) =>
      (['accept', 'reject'] as const).map((verb) => ({ ...lead, tokenHash: hashToken(tokens[verb]), verb, expiresAt })),
    ),
  );
  const toUrl = (token: string) => `${ctx.publicUrl}/v/${token}`;
  return new Map(
    minted.map(({ handoffId, memberId, tokens: { accept, reject } }) => [
      `${handoffId} ${memberId}`,
      { accept: toUrl(accept), reject: toUrl(reject) },
    ]),
  );
}
