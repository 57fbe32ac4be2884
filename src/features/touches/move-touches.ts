import type { Ctx } from '../../context.ts';
import { recordTouchDeltas } from '../rollups/record-touch-deltas.ts';
import { updateIdentities } from './store.ts';

/** Touches of the identities of one browser: from each instant on they are those of one of them, until the next. */
export type TouchSpans = {
  readonly family: readonly number[];
  readonly spans: readonly { readonly identityId: number; readonly from: Date | null }[];
};

/**
 * Gives the touches of browsers to the identities whose turn it was. A touch has its identity for ever but for this: somebody
 * turned out, late, to have spoken in a browser that others use, too. Says how many that were.
 */
export async function moveTouches(ctx: Ctx, families: readonly TouchSpans[]): Promise<number> {
  const moves = families.flatMap(({ family, spans }) => {
    const ordered = [...spans].sort((a, b) => (a.from?.getTime() ?? 0) - (b.from?.getTime() ?? 0));
    return ordered.flatMap(({ identityId, from }, index) => {
      const until = ordered[index + 1]?.from ?? null;
      return family.filter((id) => id !== identityId).map((id) => ({ id, identityId, from, until }));
    });
  });
  if (moves.length === 0) return 0;
  const moved = await updateIdentities(ctx, moves);
  await recordTouchDeltas(
    ctx,
    moved.map(({ before, ...touch }) => ({ ...touch, identityId: before })),
    -1,
  );
  await recordTouchDeltas(ctx, moved, 1);
  return moved.length;
}
