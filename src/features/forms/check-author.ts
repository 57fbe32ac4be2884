import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';

/** Forms are Marketing's: admins, heads, and whoever works in Marketing, may change them and read what people sent. */
export function checkAuthor({ actor }: Ctx): void {
  if (actor.kind !== 'member') return;
  const isAuthor =
    actor.role === 'admin' || actor.role === 'head' || actor.actsFor.length > 0 || actor.department !== 'sales';
  if (isAuthor) return;
  throw new BatonError('forbidden', 'form.marketing-only', 'Forms belong to Marketing. Ask somebody there for it.');
}
