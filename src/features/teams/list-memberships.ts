import type { Ctx } from '../../context.ts';
import { readTeam } from './read-team.ts';
import type { Membership } from './schema.ts';
import { listMembershipRows } from './store.ts';

/** Who was in a team when, the newest first; of archived teams too. */
export async function listMemberships(ctx: Ctx, teamId: string): Promise<{ data: Membership[] }> {
  const { id } = await readTeam(ctx, teamId);
  const rows = await listMembershipRows(ctx, id);
  return {
    data: rows.map(({ validFrom, validTo, ...row }) => ({
      ...row,
      from: validFrom.toISOString(),
      to: validTo?.toISOString() ?? null,
    })),
  };
}
