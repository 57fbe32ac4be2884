import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { type HandoverPart, refuseUnfitSuccessor } from '../members/handover.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { changeTeam } from './edit-team.ts';
import { closeSpan } from './end-membership.ts';
import { beginSpan } from './set-membership.ts';
import { findLastSpan, listJoined, listLed, lockTeam, type Place } from './store.ts';

async function refuseUnfit(ctx: Ctx, toId: string, places: readonly Place[]): Promise<void> {
  const successor = requireActive(await lockMember(ctx, toId), '#/successorId');
  for (const place of places) refuseUnfitSuccessor(successor, place);
}

/** Teams that somebody leads, and their place in the rotation of teams: the successor comes in with their weight and cap. */
export const teamHandovers: readonly HandoverPart[] = [
  {
    kind: 'team-leads',
    label: 'Teams led',
    count: async (ctx, memberId) => (await listLed(ctx, memberId)).length,
    refuse: async (ctx, fromId, toId) => refuseUnfit(ctx, toId, await listLed(ctx, fromId)),
    async move(ctx, fromId, toId) {
      for (const { id } of await listLed(ctx, fromId)) {
        const team = requireFound('team', await lockTeam(ctx, id));
        if (team.leadId === fromId) await changeTeam(ctx, team, { leadId: toId });
      }
    },
  },
  {
    kind: 'team-memberships',
    label: 'Team memberships',
    count: async (ctx, memberId) => (await listJoined(ctx, memberId)).length,
    refuse: async (ctx, fromId, toId) => refuseUnfit(ctx, toId, await listJoined(ctx, fromId)),
    async move(ctx, fromId, toId) {
      for (const { id, weight, cap } of await listJoined(ctx, fromId)) {
        await lockTeam(ctx, id);
        await closeSpan(ctx, id, fromId);
        const own = await findLastSpan(ctx, id, toId);
        // Who is in the team already keeps their own weight and cap.
        if (own?.validTo !== null) await beginSpan(ctx, id, toId, { weight, cap });
      }
    },
  },
];
