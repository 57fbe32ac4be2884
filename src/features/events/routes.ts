import { type Route, route } from '../../http/route.ts';
import { followEvents } from './follow-events.ts';
import * as contracts from './schema.ts';

export const eventRoutes: Route[] = [route(contracts.followEvents, (ctx, { query }) => followEvents(ctx, query))];
