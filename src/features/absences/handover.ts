import { recordChange } from '../audit/record-change.ts';
import type { HandoverPart } from '../members/handover.ts';
import { pauseMember } from './pause-member.ts';
import { listCovered, updateAbsence } from './store.ts';

/** Absences of others that somebody covers. Where the successor is the one who is away, nobody covers any more. */
export const absenceHandovers: readonly HandoverPart[] = [
  {
    kind: 'covers',
    label: 'Absences covered',
    count: async (ctx, memberId) => (await listCovered(ctx, memberId)).length,
    async move(ctx, fromId, toId) {
      for (const { id, memberId } of await listCovered(ctx, fromId)) {
        const coverId = memberId === toId ? null : toId;
        await updateAbsence(ctx, id, { coverId });
        if (coverId === null) await pauseMember(ctx, { id, memberId }, null, false);
        await recordChange(ctx, {
          verb: 'absence.edited',
          object: 'absence',
          objectId: id,
          before: { coverId: fromId },
          after: { coverId },
        });
      }
    },
  },
];
