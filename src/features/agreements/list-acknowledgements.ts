import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import { requireFound } from '../../core/version.ts';
import type { listAcknowledgements as contract } from './schema.ts';
import { findVersion, listAcknowledgementRows } from './store.ts';

/** Every active member, with when they confirmed the version; a workspace has few enough for one list. */
export async function listAcknowledgements(ctx: Ctx, versionId: string): Promise<CallOutput<typeof contract>> {
  requireFound('agreement', await findVersion(ctx, versionId));
  const rows = await listAcknowledgementRows(ctx, versionId);
  return {
    data: rows.map(({ id, name, department, acknowledgedAt }) => ({
      member: { id, name },
      department,
      acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    })),
  };
}
