import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { Workspace } from './schema.ts';
import { findWorkspace } from './store.ts';

export async function readWorkspace(ctx: Ctx): Promise<Workspace> {
  const row = requireFound('workspace', await findWorkspace(ctx));
  const { sampleOf, ready: _, ...workspace } = row;
  return { ...workspace, sample: sampleOf !== null, createdAt: row.createdAt.toISOString() };
}
