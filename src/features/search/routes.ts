import { type Route, route } from '../../http/route.ts';
import * as contracts from './schema.ts';
import { searchRecords } from './search-records.ts';

export const searchRoutes: Route[] = [route(contracts.search, (ctx, { query }) => searchRecords(ctx, query.q))];
