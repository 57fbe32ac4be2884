import type { Ctx } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { eraseValues } from './store.ts';

/**
 * Puts the marker `[erased]` in place of the named fields in all entries about one record, and says so in an entry of its
 * own. The one way in which the audit log ever changes.
 *
 * @returns how many entries were changed
 */
export async function eraseAuditValues(ctx: Ctx, object: string, objectId: string, fields: string[]): Promise<number> {
  return eraseValues(ctx, newId(ctx.now), object, objectId, fields);
}
