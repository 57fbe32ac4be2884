import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { makeTeamKey } from '../../core/agreement/team-key.ts';
import { applyChange } from '../../core/change.ts';
import { sortKey } from '../../core/text.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { readTeam } from './read-team.ts';
import { keyTaken, nameTaken, refuseDepartment, refuseTakenName, requireTeam } from './refuse-team.ts';
import type { editTeam as contract, Team } from './schema.ts';
import { type LockedTeam, listKeys, lockTeam, updateTeam } from './store.ts';

type TeamChange = z.output<NonNullable<(typeof contract)['body']>>;

export async function editTeam(ctx: Ctx, teamId: string, change: TeamChange, version: number): Promise<Team> {
  return tx(ctx, async (ctx) => {
    const lead = change.leadId ? await lockMember(ctx, change.leadId) : undefined;
    const team = requireVersion('team', requireTeam(ctx, await lockTeam(ctx, teamId)), version);
    if (change.leadId) requireActive(lead, '#/leadId');
    await changeTeam(ctx, team, change);
    return readTeam(ctx, teamId);
  });
}

/** Saves and records what differs; nothing at all when nothing does. Needs the team's lock. */
export async function changeTeam(ctx: Ctx, team: LockedTeam, change: TeamChange): Promise<void> {
  const { key, name, department, leadId } = team;
  const before = { key, name, department, leadId };
  const { next, changed } = applyChange(before, change);
  if (changed.length === 0) return;
  // A team of an earlier Baton has none.
  next.key ??= makeTeamKey(next.name, await listKeys(ctx));
  if (changed.includes('department')) refuseDepartment(ctx, next.department);
  const nameKey = sortKey(next.name);
  if (changed.includes('name')) await refuseTakenName(ctx, nameKey, team.id);
  const taken = await updateTeam(ctx, team.id, { ...next, nameKey });
  if (taken !== null) throw taken === 'name' ? nameTaken() : keyTaken();
  await recordChange(ctx, { verb: 'team.edited', object: 'team', objectId: team.id, before, after: next });
}
