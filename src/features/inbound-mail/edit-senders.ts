import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { emailKey } from '../../core/identity/email.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { findPeople } from './find-people.ts';
import { readAddress } from './read-address.ts';
import type { LoggingAddress } from './schema.ts';
import { findAddress, updateSenders } from './store.ts';

/** Keeps from which further addresses the caller writes: none of them may be a person's whom Sales works with. */
export async function editSenders(
  ctx: Ctx,
  given: readonly string[],
  domain: string | undefined,
): Promise<LoggingAddress> {
  const { id } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const before = await findAddress(ctx, id);
    const own = emailKey(before?.email ?? '');
    const senders = [...new Set(given.flatMap((address) => emailKey(address) ?? []))]
      .filter((key) => key !== own)
      .sort();
    const people = await findPeople(ctx, senders);
    const taken = given.find((address) => people.has(emailKey(address) ?? ''));
    if (taken !== undefined) {
      const detail = `${taken} is the address of a person in Baton. Mail from it is theirs.`;
      throw new BatonError('invalid', 'logging-address.of-person', detail, {
        errors: [{ pointer: '#/senders', detail }],
      });
    }
    if (!(await updateSenders(ctx, id, senders))) {
      throw new BatonError('conflict', 'logging-address.none', 'Make your logging address first.');
    }
    const change = { verb: 'logging-address.edited', object: 'member', objectId: id };
    await recordChange(ctx, { ...change, before: { senders: before?.senders ?? [] }, after: { senders } });
    return readAddress(ctx, domain);
  });
}
