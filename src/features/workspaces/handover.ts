import type { Ctx } from '../../context.ts';
import { type HandoverPart, refuseUnfitSuccessor } from '../members/handover.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { assignPosts } from './assign-posts.ts';
import type { DepartmentPost } from './schema.ts';
import { listDepartmentRows } from './store.ts';

const departmentNames = { marketing: 'Marketing', sales: 'Sales' } as const;

const holds = (post: DepartmentPost, memberId: string) => post.headId === memberId || post.deputyId === memberId;

async function listPosts(ctx: Ctx, memberId: string): Promise<DepartmentPost[]> {
  return (await listDepartmentRows(ctx)).filter((post) => holds(post, memberId));
}

/** Head and deputy of a department. Nobody is both: a successor who is the one gives that up, or leaves the other empty. */
export const workspaceHandovers: readonly HandoverPart[] = [
  {
    kind: 'department-posts',
    label: 'Department posts',
    count: async (ctx, memberId) => (await listPosts(ctx, memberId)).length,
    async refuse(ctx, fromId, toId) {
      const successor = requireActive(await lockMember(ctx, toId), '#/successorId');
      for (const post of await listPosts(ctx, fromId)) {
        if (holds(post, toId)) continue;
        refuseUnfitSuccessor(successor, { name: departmentNames[post.department], department: post.department });
      }
    },
    async move(ctx, fromId, toId) {
      for (const { department, headId } of await listPosts(ctx, fromId)) {
        const isHead = headId === fromId;
        const change = isHead ? { headId: toId } : { deputyId: headId === toId ? null : toId };
        await assignPosts(ctx, department, change, null);
      }
    },
  },
];
