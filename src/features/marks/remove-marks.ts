import type { Ctx } from '../../context.ts';
import { deleteMarks, type ReadMark } from './store.ts';

/** Takes those off the list who were judged, unless something has come for them since they were read from it. */
export async function removeMarks(ctx: Ctx, marks: readonly ReadMark[]): Promise<void> {
  await deleteMarks(ctx, marks);
}
