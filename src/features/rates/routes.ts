import { type Route, route } from '../../http/route.ts';
import { listRates } from './list-rates.ts';
import { saveRates } from './save-rates.ts';
import * as contracts from './schema.ts';

export const rateRoutes: Route[] = [
  route(contracts.listRates, (ctx, { query }) => listRates(ctx, query)),
  route(contracts.saveRates, (ctx, { body }) => saveRates(ctx, body)),
];
