import type { Ctx } from '../../context.ts';
import { insertMarks, type Mark } from './store.ts';

/** Has contacts judged in a moment because of what has come, in the transaction that stores it. */
export async function markContacts(ctx: Ctx, causes: ReadonlyMap<string, Mark['cause']>): Promise<void> {
  if (causes.size === 0) return;
  await insertMarks(
    ctx,
    [...causes].map(([contactId, cause]) => ({ contactId, cause })),
  );
}
