import type { Ctx } from '../../context.ts';
import { BatonError, type ErrorKind } from '../../core/errors.ts';
import { type AbsenceValues, findOverlap } from './store.ts';

/**
 * Refuses an absence that ends before it begins, that overlaps with another of the same member, or whose cover is the
 * member. Two that are recorded at the same instant meet at the constraint of the table.
 *
 * @param exceptId the absence that is being changed
 */
export async function checkAbsence(
  ctx: Ctx,
  memberId: string,
  values: AbsenceValues,
  exceptId: string | null,
): Promise<void> {
  if (values.endsAt <= values.startsAt) {
    throw problem('invalid', 'absence.empty', '#/to', 'The end must be after the start.');
  }
  if (values.coverId === memberId) {
    throw problem('invalid', 'absence.own-cover', '#/coverId', 'Nobody covers for themselves. Choose somebody else.');
  }
  if (await findOverlap(ctx, memberId, values, exceptId)) {
    const detail = 'This overlaps with another absence of the same member. Change that one, or choose other dates.';
    throw problem('conflict', 'absence.overlaps', '#/from', detail);
  }
}

const problem = (kind: ErrorKind, code: string, pointer: string, detail: string) =>
  new BatonError(kind, code, detail, { errors: [{ pointer, detail }] });
