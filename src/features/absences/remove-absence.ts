import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { pauseMember } from './pause-member.ts';
import { toAbsence } from './read-absence.ts';
import { deleteAbsence, lockAbsence } from './store.ts';

/** Removes an absence that was recorded by mistake. One that was real is kept, and ended early by an edit. */
export async function removeAbsence(ctx: Ctx, absenceId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = requireFound('absence', await lockAbsence(ctx, absenceId));
    const { member, from, to, cover } = toAbsence(row);
    await pauseMember(ctx, row, null, false);
    await deleteAbsence(ctx, absenceId);
    await recordChange(ctx, {
      verb: 'absence.removed',
      object: 'absence',
      objectId: absenceId,
      before: { memberId: member.id, from, to, coverId: cover?.id ?? null },
    });
  });
}
