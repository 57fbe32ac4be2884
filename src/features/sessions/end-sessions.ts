import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from './identify-session.ts';
import { deleteSessions } from './store.ts';

/**
 * Ends sessions of a member: all of them on deactivation and after a reset, all but one when the password changes.
 * Returns how many.
 */
export async function endSessions(
  ctx: Ctx,
  memberId: string,
  which: { only?: string; except?: string } = {},
): Promise<number> {
  return tx(ctx, async (ctx) => {
    const sessions = await deleteSessions(ctx, memberId, which);
    if (sessions > 0) {
      const after = { sessions };
      await recordChange(ctx, { verb: 'member.sessions-ended', object: 'member', objectId: memberId, after });
    }
    return sessions;
  });
}

/** Signs the member out everywhere but here. */
export async function endOtherSessions(ctx: Ctx): Promise<{ ended: number }> {
  const { id, sessionId } = signedIn(ctx);
  return { ended: await endSessions(ctx, id, { except: sessionId }) };
}
