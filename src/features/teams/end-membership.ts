import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { readTeam } from './read-team.ts';
import { requireTeam } from './refuse-team.ts';
import type { Team } from './schema.ts';
import { endSpans, findLastSpan, lockTeam } from './store.ts';

/** Takes a member out of a team from now on. */
export async function endMembership(ctx: Ctx, teamId: string, memberId: string): Promise<Team> {
  return tx(ctx, async (ctx) => {
    requireTeam(ctx, await lockTeam(ctx, teamId));
    await closeSpan(ctx, teamId, memberId);
    return readTeam(ctx, teamId);
  });
}

/** Ends the open span. Needs the team's lock. */
export async function closeSpan(ctx: Ctx, teamId: string, memberId: string): Promise<void> {
  const last = await findLastSpan(ctx, teamId, memberId);
  const { weight, cap } = requireFound('membership', last?.validTo === null ? last : undefined);
  await endSpans(ctx, teamId, memberId);
  await recordChange(ctx, {
    verb: 'team.membership-ended',
    object: 'team',
    objectId: teamId,
    before: { membership: { memberId, weight, cap } },
    after: { membership: null },
  });
}
