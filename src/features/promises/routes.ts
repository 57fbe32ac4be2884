import { type Route, route } from '../../http/route.ts';
import { listRecords } from './list-records.ts';
import { reportPromises } from './report-promises.ts';
import * as contracts from './schema.ts';

export const promiseRoutes: Route[] = [
  route(contracts.reportPromises, (ctx, { query }) => reportPromises(ctx, query), { pool: 'reports' }),
  route(contracts.listPromiseRecords, (ctx, { params, query }) => listRecords(ctx, params.clause, query), {
    pool: 'reports',
  }),
];
