import type { Ctx } from '../../context.ts';
import { describeDevice } from '../../core/device.ts';
import { idleLife, seenSince, signedIn } from './identify-session.ts';
import type { Session } from './schema.ts';
import { selectSessions } from './store.ts';

/** Lists the browsers in which the member is signed in, the one seen last first. */
export async function listSessions(ctx: Ctx): Promise<{ data: Session[] }> {
  const { id, sessionId } = signedIn(ctx);
  const rows = await selectSessions(ctx, id, seenSince(ctx.now));
  return {
    data: rows.map((row) => ({
      id: row.id,
      device: describeDevice(row.device),
      address: row.address,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: new Date(Math.min(row.expiresAt.getTime(), row.lastSeenAt.getTime() + idleLife)).toISOString(),
      current: row.id === sessionId,
    })),
  };
}
