import { type Route, route } from '../../http/route.ts';
import { deactivateMember } from './deactivate-member.ts';
import { editMember } from './edit-member.ts';
import type { HandoverPart } from './handover.ts';
import { listMembers } from './list-members.ts';
import { previewHandover } from './preview-handover.ts';
import { reactivateMember } from './reactivate-member.ts';
import { readMember } from './read-member.ts';
import * as contracts from './schema.ts';

/** @param handovers everything that members can be responsible for, in the order in which it is handed over */
export const memberRoutes = (handovers: readonly HandoverPart[]): Route[] => [
  route(contracts.listMembers, (ctx, { query }) => listMembers(ctx, query)),
  route(contracts.getMember, (ctx, { params }) => readMember(ctx, params.memberId)),
  route(contracts.editMember, (ctx, { params, body, version }) => editMember(ctx, params.memberId, body, version)),
  route(contracts.previewHandover, (ctx, { params }) => previewHandover(ctx, params.memberId, handovers)),
  route(contracts.deactivateMember, (ctx, { params, body }) =>
    deactivateMember(ctx, params.memberId, body.successorId, handovers),
  ),
  route(contracts.reactivateMember, (ctx, { params }) => reactivateMember(ctx, params.memberId)),
];
