import type { Ctx } from '../../context.ts';
import { selectConsents } from './store.ts';

/** What a contact allows and refuses now, by purpose. */
export async function listConsents(ctx: Ctx, contactId: string) {
  const rows = await selectConsents(ctx, [contactId]);
  return rows.map(({ purpose, status, at, textVersion }) => ({ purpose, status, at: at.toISOString(), textVersion }));
}
