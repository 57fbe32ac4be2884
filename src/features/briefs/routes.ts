import { type Route, route } from '../../http/route.ts';
import { openBrief } from './open-brief.ts';
import { rateBrief } from './rate-brief.ts';
import * as contracts from './schema.ts';

export const briefRoutes: Route[] = [
  route(contracts.openBrief, (ctx, { params }) => openBrief(ctx, params.handoffId)),
  route(contracts.rateBrief, (ctx, { params, body }) => rateBrief(ctx, params.handoffId, body)),
];
