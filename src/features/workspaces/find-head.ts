import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { listDepartmentRows } from './store.ts';

/** The head of a department; null while nobody is named. */
export async function findHead(ctx: Ctx, department: Department): Promise<string | null> {
  const posts = await listDepartmentRows(ctx);
  return posts.find((post) => post.department === department)?.headId ?? null;
}
