import { type Route, route } from '../../http/route.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { inviteMember } from './invite-member.ts';
import { listInvitations } from './list-invitations.ts';
import { openInvitation } from './open-invitation.ts';
import { renewInvitation } from './renew-invitation.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import * as contracts from './schema.ts';

export const invitationRoutes: Route[] = [
  route(contracts.listInvitations, (ctx) => listInvitations(ctx)),
  route(contracts.inviteMember, (ctx, { body }) => inviteMember(ctx, body)),
  route(contracts.renewInvitation, (ctx, { params }) => renewInvitation(ctx, params.invitationId)),
  route(contracts.revokeInvitation, (ctx, { params }) => revokeInvitation(ctx, params.invitationId)),
  route(contracts.openInvitation, (ctx, { body }) => openInvitation(ctx, body.token)),
  route(contracts.acceptInvitation, (ctx, { body }, exchange) => acceptInvitation(ctx, body, exchange)),
];
