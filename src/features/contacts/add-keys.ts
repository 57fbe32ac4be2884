import type { Ctx } from '../../context.ts';
import type { ContactKey } from '../../core/capture/contact-keys.ts';
import { insertKeys } from './store.ts';

/** Gives contacts e-mail and phone keys that nobody has yet. */
export const addKeys = (ctx: Ctx, keys: readonly (ContactKey & { contactId: string })[]): Promise<void> =>
  insertKeys(ctx, keys);
