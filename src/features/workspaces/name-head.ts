import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { assignPosts } from './assign-posts.ts';

/** Makes a member head of a department: who signs the agreement for it and arbitrates. One person may head both. */
export const nameHead = (ctx: Ctx, department: Department, memberId: string): Promise<void> =>
  assignPosts(ctx, department, { headId: memberId }, null);
