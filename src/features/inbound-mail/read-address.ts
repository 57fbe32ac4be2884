import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { writeAddress } from './mint-token.ts';
import type { LoggingAddress } from './schema.ts';
import { countUnmatched, findAddress } from './store.ts';

/** The caller's own logging address, and from where they write. */
export async function readAddress(ctx: Ctx, domain: string | undefined): Promise<LoggingAddress> {
  const { id } = signedIn(ctx);
  const { email, sealed, senders, rotatedAt } = requireFound('member', await findAddress(ctx, id));
  const isShown = sealed !== null && domain !== undefined;
  return {
    takesMail: domain !== undefined,
    address: isShown ? writeAddress(ctx.sealer.open(sealed), domain) : null,
    rotatedAt: rotatedAt?.toISOString() ?? null,
    email,
    senders: senders ?? [],
    unmatched: await countUnmatched(ctx, id),
  };
}
