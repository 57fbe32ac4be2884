import { type Route, route } from '../../http/route.ts';
import { archiveTeam } from './archive-team.ts';
import { createTeam } from './create-team.ts';
import { editTeam } from './edit-team.ts';
import { endMembership } from './end-membership.ts';
import { listMemberships } from './list-memberships.ts';
import { listTeams } from './list-teams.ts';
import { readTeam } from './read-team.ts';
import * as contracts from './schema.ts';
import { setMembership } from './set-membership.ts';

export const teamRoutes: Route[] = [
  route(contracts.listTeams, (ctx) => listTeams(ctx)),
  route(contracts.createTeam, (ctx, { body }) => createTeam(ctx, body)),
  route(contracts.getTeam, (ctx, { params }) => readTeam(ctx, params.teamId)),
  route(contracts.editTeam, (ctx, { params, body, version }) => editTeam(ctx, params.teamId, body, version)),
  route(contracts.archiveTeam, (ctx, { params }) => archiveTeam(ctx, params.teamId)),
  route(contracts.setMembership, (ctx, { params, body }) => setMembership(ctx, params.teamId, params.memberId, body)),
  route(contracts.endMembership, (ctx, { params }) => endMembership(ctx, params.teamId, params.memberId)),
  route(contracts.listMemberships, (ctx, { params }) => listMemberships(ctx, params.teamId)),
];
