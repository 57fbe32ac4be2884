import type { Ctx } from '../../context.ts';
import { hashToken, newToken } from '../sessions/mint-token.ts';
import { insertLinks } from './store.ts';

/** Longer than any time to decide; what was decided meanwhile is told. */
const lifetime = 14 * 86_400_000;

/**
 * Makes links by which the member who has a lead accepts or rejects it from a mail, each once. They go into a mail to that
 * member and nowhere else: only their hash is kept. Needs the transaction of the mail.
 */
export async function mintVerdictLinks(
  ctx: Ctx,
  { handoffId, memberId }: { handoffId: string; memberId: string },
): Promise<{ accept: string; reject: string }> {
  const tokens = { accept: newToken(), reject: newToken() };
  const expiresAt = new Date(ctx.now.getTime() + lifetime);
  await insertLinks(
    ctx,
    (['accept', 'reject'] as const).map((verb) => ({
      ...{ tokenHash: hashToken(tokens[verb]), handoffId, memberId, verb, expiresAt },
    })),
  );
  const toUrl = (token: string) => `${ctx.publicUrl}/v/${token}`;
  return { accept: toUrl(tokens.accept), reject: toUrl(tokens.reject) };
}
