import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { Team } from './schema.ts';
import { findTeamRow, type TeamRow } from './store.ts';

export async function readTeam(ctx: Ctx, teamId: string): Promise<Team> {
  return toTeam(requireFound('team', await findTeamRow(ctx, teamId)));
}

export function toTeam(row: TeamRow): Team {
  const instant = (text: string) => new Date(text).toISOString();
  return {
    ...row,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    members: row.members.map(({ from, to, ...member }) => ({
      ...member,
      from: instant(from),
      to: to === null ? null : instant(to),
    })),
  };
}
