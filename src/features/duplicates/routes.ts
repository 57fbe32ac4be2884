import { type Route, route } from '../../http/route.ts';
import { dismissDuplicate, reopenDuplicate } from './dismiss-duplicate.ts';
import { findLikeCompanies, findLikePeople } from './find-duplicates.ts';
import { listDuplicates } from './list-duplicates.ts';
import * as contracts from './schema.ts';
import { enqueueScan } from './search-duplicates.ts';

export const duplicateRoutes: Route[] = [
  route(contracts.listDuplicates, (ctx, { query }) => listDuplicates(ctx, query)),
  route(contracts.checkContact, (ctx, { query }) => findLikePeople(ctx, query)),
  route(contracts.checkAccount, (ctx, { query }) => findLikeCompanies(ctx, query)),
  route(contracts.scanDuplicates, async (ctx) => {
    await enqueueScan(ctx);
    return {};
  }),
  route(contracts.dismissDuplicate, (ctx, { params }) => dismissDuplicate(ctx, params.duplicateId)),
  route(contracts.reopenDuplicate, (ctx, { params }) => reopenDuplicate(ctx, params.duplicateId)),
];
