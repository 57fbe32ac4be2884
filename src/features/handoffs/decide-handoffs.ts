import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { type Given, rejectHandoff } from './reject-handoff.ts';
import type { Done } from './schema.ts';

/** Accepts several leads, one after the other: each is decided by itself, and what is refused stops nothing. */
export const acceptHandoffs = (ctx: Ctx, { handoffIds }: { handoffIds: string[] }): Promise<Done> =>
  doEach(handoffIds, (id) => acceptHandoff(ctx, id));

/** Rejects several leads for one reason, as above. */
export const rejectHandoffs = (ctx: Ctx, { handoffIds, ...given }: Given & { handoffIds: string[] }): Promise<Done> =>
  doEach(handoffIds, (id) => rejectHandoff(ctx, id, given));

/** Does something to each of several handoffs and says what became of each. What is not a refusal ends all of it. */
export async function doEach(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<Done> {
  const result: Done = { done: [], refused: [], missing: 0 };
  for (const id of new Set(ids)) {
    try {
      await act(id);
      result.done.push(id);
    } catch (error) {
      if (!(error instanceof BatonError)) throw error;
      if (error.kind === 'not-found') result.missing += 1;
      else result.refused.push({ id, code: error.code, message: error.message });
    }
  }
  return result;
}
