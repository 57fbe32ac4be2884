import { type Ctx, tx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { applyChange, type Change } from '../../core/change.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound, requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, lockRoles, requireActive } from '../members/lock-member.ts';
import { raiseToHead } from '../members/raise-member.ts';
import { lockDepartment, updateDepartment } from './store.ts';

export type Posts = { headId: string | null; deputyId: string | null };

/**
 * Says who heads a department and who stands in. A new head gets the role for it; a deputy who becomes head is deputy no
 * more. Whether the caller may do this is for the caller's verb to say.
 *
 * @param seen the version that the caller read; null for a verb that decides in this transaction
 */
export async function assignPosts(
  ctx: Ctx,
  department: Department,
  change: Change<Posts>,
  seen: number | null,
): Promise<void> {
  await tx(ctx, async (ctx) => {
    await lockRoles(ctx);
    const row = await lockDepartment(ctx, department);
    const { headId, deputyId } =
      seen === null ? requireFound('department', row) : requireVersion('department', row, seen);
    const before: Posts = { headId, deputyId };
    const { next, changed } = applyChange(before, change);
    if (changed.length === 0) return;
    if (next.headId !== null && next.headId === next.deputyId) {
      if (changed.includes('deputyId')) throw samePerson();
      next.deputyId = null;
    }
    for (const post of changed) {
      const memberId = next[post];
      if (memberId !== null) requireActive(await lockMember(ctx, memberId), `#/${post}`);
    }
    if (changed.includes('headId') && next.headId !== null) await raiseToHead(ctx, next.headId);
    await updateDepartment(ctx, department, next);
    await recordChange(ctx, {
      verb: changed.includes('headId') ? 'department.head-named' : 'department.deputy-named',
      object: 'department',
      objectId: department,
      before,
      after: next,
    });
  });
}

function samePerson(): BatonError {
  const detail = 'Head and deputy are two people: the deputy acts when the head is absent.';
  return new BatonError('invalid', 'department.same-person', detail, { errors: [{ pointer: '#/deputyId', detail }] });
}
