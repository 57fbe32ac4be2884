import type { Ctx } from '../../context.ts';
import type { DepartmentPost } from './schema.ts';
import { listDepartmentRows } from './store.ts';

export const listDepartments = async (ctx: Ctx): Promise<{ data: DepartmentPost[] }> => ({
  data: await listDepartmentRows(ctx),
});
