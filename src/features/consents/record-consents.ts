import type { Ctx } from '../../context.ts';
import { insertConsents, type NewConsent } from './store.ts';

export type { NewConsent } from './store.ts';

/** Keeps what people allowed or refused, each with its proof; nothing that was said is ever taken back or changed. */
export async function recordConsents(ctx: Ctx, consents: readonly NewConsent[]): Promise<void> {
  await insertConsents(ctx, consents);
}
