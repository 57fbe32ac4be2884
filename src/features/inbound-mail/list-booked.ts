import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { findContactRow } from '../../db/contact-rows.ts';
import type { BookedMeeting } from './schema.ts';
import { selectBooked } from './store.ts';

const mostShown = 20;

/** What is booked with a person within reach from now on. */
export async function listBooked(ctx: Ctx, contactId: string): Promise<{ data: BookedMeeting[] }> {
  requireFound('contact', await findContactRow(ctx, contactId, ctx));
  const rows = await selectBooked(ctx, contactId, mostShown);
  return {
    data: rows.map(({ startsAt, memberId, memberName, ...row }) => ({
      ...row,
      startsAt: startsAt.toISOString(),
      member: { id: memberId, name: memberName },
    })),
  };
}
