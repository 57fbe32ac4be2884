import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { mayEdit } from '../notes/read-note.ts';
import type { Activity } from './schema.ts';
import { type ActivityRow, findActivity } from './store.ts';

/** One activity with a person within reach. */
export async function readActivity(ctx: Ctx, activityId: string): Promise<Activity> {
  return toActivity(ctx, requireFound('activity', await findActivity(ctx, activityId)));
}

export function toActivity(ctx: Ctx, row: ActivityRow): Activity {
  const { id, kind, direction, at, outcome, minutes, note, known, automated, editedAt, withdrawnAt, version } = row;
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    ...{ id, kind, direction, outcome, minutes, note, known, automated, version },
    contact: { id: row.contactId, name: row.contactName ?? row.contactEmail ?? row.contactPhone ?? '' },
    deal: named(row.dealId, row.dealName),
    at: at.toISOString(),
    member: named(row.memberId, row.memberName),
    editedAt: editedAt?.toISOString() ?? null,
    withdrawn: withdrawnAt && {
      at: withdrawnAt.toISOString(),
      reason: row.withdrawnReason ?? '',
      by: named(row.withdrawnBy, row.withdrawnByName),
    },
    mayEdit: withdrawnAt === null && mayEdit(ctx, row.loggedBy ?? row.memberId),
  };
}
