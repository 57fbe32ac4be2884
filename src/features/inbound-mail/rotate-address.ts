import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireSales } from '../activities/log-activity.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { hashMailToken, newMailToken } from './mint-token.ts';
import { readAddress } from './read-address.ts';
import type { LoggingAddress } from './schema.ts';
import { putAddress } from './store.ts';

/** Gives the caller a logging address, or another in place of the one that they have: that ends at once. */
export async function rotateAddress(ctx: Ctx, domain: string | undefined): Promise<LoggingAddress> {
  const { id } = signedIn(ctx);
  requireSales(ctx);
  if (domain === undefined) {
    const detail = 'This Baton takes no mail yet. Ask whoever runs it to set BATON_MAIL_DOMAIN.';
    throw new BatonError('conflict', 'mail.not-set-up', detail);
  }
  return tx(ctx, async (ctx) => {
    const token = newMailToken();
    await putAddress(ctx, id, { tokenHash: hashMailToken(token), sealed: ctx.sealer.seal(token) });
    await recordChange(ctx, { verb: 'logging-address.rotated', object: 'member', objectId: id });
    return readAddress(ctx, domain);
  });
}
