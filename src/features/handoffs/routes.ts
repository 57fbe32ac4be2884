import { type Route, route } from '../../http/route.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { listHandoffs } from './list-handoffs.ts';
import { readHandoff } from './read-handoff.ts';
import * as contracts from './schema.ts';

export const handoffRoutes: Route[] = [
  route(contracts.listHandoffs, (ctx, { query }) => listHandoffs(ctx, query)),
  route(contracts.getHandoff, (ctx, { params }) => readHandoff(ctx, params.handoffId)),
  route(contracts.acceptHandoff, (ctx, { params }) => acceptHandoff(ctx, params.handoffId)),
];
