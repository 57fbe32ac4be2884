import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { requireTeam } from './refuse-team.ts';
import { endSpans, lockTeam, markArchived } from './store.ts';

/** Ends a team now. Its record and who was in it stay, so that what it did can still be told. */
export async function archiveTeam(ctx: Ctx, teamId: string): Promise<Record<string, never>> {
  return tx(ctx, async (ctx) => {
    requireTeam(ctx, await lockTeam(ctx, teamId));
    const members = await endSpans(ctx, teamId, null);
    await markArchived(ctx, teamId);
    await recordChange(ctx, {
      verb: 'team.archived',
      object: 'team',
      objectId: teamId,
      before: { archivedAt: null, members },
      after: { archivedAt: ctx.now.toISOString(), members: [] },
    });
    return {};
  });
}
