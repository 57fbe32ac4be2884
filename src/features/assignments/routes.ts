import { type Route, route } from '../../http/route.ts';
import { listQueue } from './list-queue.ts';
import { pullHandoff, reassignHandoff, reassignHandoffs } from './reassign-handoff.ts';
import * as contracts from './schema.ts';
import { giveLead, giveLeads, pullLead } from './take-lead.ts';

export const assignmentRoutes: Route[] = [
  route(contracts.reassignHandoff, (ctx, { params, body }) => reassignHandoff(ctx, params.handoffId, body.memberId)),
  route(contracts.reassignHandoffs, (ctx, { body }) => reassignHandoffs(ctx, body)),
  route(contracts.pullHandoff, (ctx, { params }) => pullHandoff(ctx, params.handoffId)),
  route(contracts.listQueue, (ctx, { query }) => listQueue(ctx, query)),
  route(contracts.pullLead, (ctx, { params }) => pullLead(ctx, params.qualificationId)),
  route(contracts.giveLead, (ctx, { params, body }) => giveLead(ctx, params.qualificationId, body.memberId)),
  route(contracts.giveLeads, (ctx, { body }) => giveLeads(ctx, body)),
];
