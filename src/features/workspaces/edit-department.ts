import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { reachesDepartment } from '../../db/scope.ts';
import { assignPosts } from './assign-posts.ts';
import { listDepartments } from './list-departments.ts';
import type { editDepartment as contract, DepartmentPost } from './schema.ts';

/** Names head and deputy. A head names the deputy of their own department and nothing else: heads are made by admins. */
export async function editDepartment(
  ctx: Ctx,
  department: Department,
  change: z.output<NonNullable<(typeof contract)['body']>>,
  version: number,
): Promise<DepartmentPost> {
  if (!reachesDepartment(ctx, department)) throw forbidden('You can name the deputy of your own department only.');
  if (ctx.reach !== 'all' && change.headId !== undefined) throw forbidden('Only an admin can name the head.');
  await assignPosts(ctx, department, change, version);
  const { data } = await listDepartments(ctx);
  return requireFound(
    'department',
    data.find((post) => post.department === department),
  );
}

// That a department exists is no secret, so that this is 403 where a record of somebody else would be 404.
const forbidden = (detail: string) => new BatonError('forbidden', 'department.forbidden', detail);
