import { type Ctx, tx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { findDepartment, updateDepartment } from './store.ts';

/** Makes a member head of a department: who signs the agreement for it and arbitrates. One person may head both. */
export async function nameHead(ctx: Ctx, department: Department, memberId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const before = await findDepartment(ctx, department);
    if (!before) throw new BatonError('not-found', 'department.not-found', 'There is no such department.');
    const deputyId = before.deputyId === memberId ? null : before.deputyId;
    await updateDepartment(ctx, department, { headId: memberId, deputyId });
    await recordChange(ctx, {
      verb: 'department.head-named',
      object: 'department',
      objectId: department,
      before: { headId: before.headId, deputyId: before.deputyId },
      after: { headId: memberId, deputyId },
    });
  });
}
