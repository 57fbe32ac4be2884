import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { findHolders, isPresent, type StateRow } from './store.ts';

type Attached = { contactId: string | null; handoffId: string | null };

/**
 * What a lead joins: another person, or another lead that is open, within reach; nothing where it is worked under its own name
 * already.
 */
export async function checkAttached(
  ctx: Ctx,
  row: StateRow,
  given: { contactId?: string | undefined; handoffId?: string | undefined } | undefined,
): Promise<Attached> {
  const { contactId = null, handoffId = null } = given ?? {};
  // What one may read is enough to join it.
  const reader: Ctx = ctx.reach === 'all' ? ctx : { ...ctx, reach: 'visible' };
  if (contactId === row.contactId || handoffId === row.id) throw refuse('A lead cannot join itself.', given);
  if (contactId !== null && !(await isPresent(reader, contactId))) {
    throw refuse('Choose a person of this workspace whom you may see.', given);
  }
  if (handoffId !== null && (await findHolders(reader, [handoffId])).length === 0) {
    throw refuse('Choose a lead of this workspace that you may see.', given);
  }
  return { contactId, handoffId };
}

function refuse(detail: string, given: { contactId?: string | undefined } | undefined): BatonError {
  const pointer = given?.contactId === undefined ? '#/attachTo/handoffId' : '#/attachTo/contactId';
  return new BatonError('invalid', 'handoff.not-attachable', detail, { errors: [{ pointer, detail }] });
}
