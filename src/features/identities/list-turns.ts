import type { Ctx } from '../../context.ts';
import { type IdentityRow, selectTurns } from './store.ts';

/** Whose turn it was in some browsers, the first turn included, by the browser's own id. `from` is null for the first. */
export async function listTurns(
  ctx: Ctx,
  browsers: readonly IdentityRow[],
): Promise<Map<number, { id: number; from: Date | null; contactId: string | null }[]>> {
  if (browsers.length === 0) return new Map();
  const later = await selectTurns(
    ctx,
    browsers.map(({ id }) => id),
  );
  const turns = new Map(browsers.map(({ id, contactId }) => [id, [{ id, from: null as Date | null, contactId }]]));
  for (const { id, baseId, beganAt, contactId } of later) {
    if (baseId !== null) turns.get(baseId)?.push({ id, from: beganAt, contactId });
  }
  return turns;
}
