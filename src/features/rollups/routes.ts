import { type Route, route } from '../../http/route.ts';
import { reportTouches } from './report-touches.ts';
import * as contracts from './schema.ts';

export const rollupRoutes: Route[] = [
  route(contracts.reportTouches, (ctx, { query }) => reportTouches(ctx, query), { pool: 'reports' }),
];
