import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { sortKey } from '../../core/text.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from './identify-session.ts';
import type { editProfile as contract, SessionState } from './schema.ts';
import { getSession } from './start-session.ts';
import { lockProfile, updateProfile } from './store.ts';

/** Changes what is the member's own to change; role, department and visibility are not. */
export async function editProfile(
  ctx: Ctx,
  body: z.output<NonNullable<(typeof contract)['body']>>,
  exchange: Exchange,
): Promise<SessionState> {
  return tx(ctx, async (ctx) => {
    const { id } = signedIn(ctx);
    const before = await lockProfile(ctx, id);
    if (!before) throw new BatonError('unauthenticated', 'session.required', 'Please sign in first.');
    const { name = before.name, zone = before.zone, locale = before.locale } = body;
    if (name !== before.name || zone !== before.zone || locale !== before.locale) {
      await updateProfile(ctx, id, { name, nameKey: sortKey(name), zone, locale });
      const after = { name, zone, locale };
      await recordChange(ctx, { verb: 'profile.edited', object: 'member', objectId: id, before, after });
    }
    return getSession(ctx, exchange);
  });
}
