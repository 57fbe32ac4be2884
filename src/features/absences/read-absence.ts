import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { Absence } from './schema.ts';
import { type AbsenceRow, findAbsence } from './store.ts';

export async function readAbsence(ctx: Ctx, absenceId: string): Promise<Absence> {
  return toAbsence(requireFound('absence', await findAbsence(ctx, absenceId)));
}

export function toAbsence(row: AbsenceRow): Absence {
  return {
    id: row.id,
    member: { id: row.memberId, name: row.memberName },
    from: row.startsAt.toISOString(),
    to: row.endsAt.toISOString(),
    cover: row.coverId === null ? null : { id: row.coverId, name: row.coverName ?? '' },
    version: row.version,
  };
}
