import type { Ctx } from '../../context.ts';
import { toTeam } from './read-team.ts';
import type { Team } from './schema.ts';
import { listTeamRows } from './store.ts';

export const listTeams = async (ctx: Ctx): Promise<{ data: Team[] }> => ({
  data: (await listTeamRows(ctx)).map(toTeam),
});
