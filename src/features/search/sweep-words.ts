import type { Ctx } from '../../context.ts';
import { addMissingWords, deleteUnusedWords } from './store.ts';

/**
 * Takes away the words that are in no name any more: whoever was erased leaves none behind. A word that came back while it was
 * taken away is found missing the next night.
 */
export async function sweepWords(ctx: Ctx): Promise<void> {
  for (const object of ['contact', 'account'] as const) {
    await deleteUnusedWords(ctx, object);
    await addMissingWords(ctx, object);
  }
}
