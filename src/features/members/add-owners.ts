import type { Ctx } from '../../context.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { foldText, sortKey } from '../../core/text.ts';
import { recordChange } from '../audit/record-change.ts';
import { insertAwaited } from './store.ts';

/** Somebody who owns records in another system and is not here yet. */
export type Owner = { id: string; name: string; email: string | null; department: MemberDepartment };

/**
 * Makes members of people who own what is imported: they are named on their records, cannot sign in and get no leads until
 * somebody invites them. In the caller's transaction.
 */
export async function addOwners(ctx: Ctx, owners: readonly Owner[]): Promise<void> {
  if (owners.length === 0) return;
  await insertAwaited(
    ctx,
    owners.map(({ id, name, email, department }) => ({
      ...{ id, name, department, nameKey: sortKey(name) },
      email: email ?? '',
      emailKey: email === null ? '' : foldText(email),
    })),
  );
  for (const { id, name, email, department } of owners) {
    const after = { name, email, department, awaitsInvitation: true };
    await recordChange(ctx, { verb: 'member.imported', object: 'member', objectId: id, after });
  }
}
