import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember } from '../members/lock-member.ts';
import { readTeam } from './read-team.ts';
import { requireTeam } from './refuse-team.ts';
import type { Team } from './schema.ts';
import { endSpans, findLastSpan, insertSpan, lockTeam } from './store.ts';

type Terms = { weight: number; cap: number | null };

/** Puts a member into a team, or changes weight and cap from now on; what was in force before stays as it was. */
export async function setMembership(ctx: Ctx, teamId: string, memberId: string, terms: Terms): Promise<Team> {
  return tx(ctx, async (ctx) => {
    const member = await lockMember(ctx, memberId);
    requireTeam(ctx, await lockTeam(ctx, teamId));
    const { active, name } = requireFound('member', member);
    if (!active) {
      throw new BatonError('conflict', 'member.not-active', `${name} is deactivated. Reactivate the account first.`);
    }
    await beginSpan(ctx, teamId, memberId, terms);
    return readTeam(ctx, teamId);
  });
}

/** Ends the open span, if any, and begins one with these terms; nothing at all when they are in force. Needs the team's lock. */
export async function beginSpan(ctx: Ctx, teamId: string, memberId: string, { weight, cap }: Terms): Promise<void> {
  const last = await findLastSpan(ctx, teamId, memberId);
  const open = last && last.validTo === null ? last : null;
  if (open && open.weight === weight && open.cap === cap) return;
  if (open) await endSpans(ctx, teamId, memberId);
  // Of two requests at once, the one that waited may carry the earlier instant: spans never overlap all the same.
  const from = latest(ctx.now, open ? open.validFrom : last?.validTo);
  await insertSpan(ctx, teamId, memberId, from, { weight, cap });
  await recordChange(ctx, {
    verb: 'team.membership-set',
    object: 'team',
    objectId: teamId,
    before: { membership: open && { memberId, weight: open.weight, cap: open.cap } },
    after: { membership: { memberId, weight, cap } },
  });
}

const latest = (a: Date, b: Date | null | undefined) => (b && b > a ? b : a);
