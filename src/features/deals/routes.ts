import { type Route, route } from '../../http/route.ts';
import { loseDeal, winDeal } from './close-deal.ts';
import { createDeal } from './create-deal.ts';
import { editDeal } from './edit-deal.ts';
import { editPipeline } from './edit-pipeline.ts';
import { listDeals } from './list-deals.ts';
import { moveDeal } from './move-deal.ts';
import { putContact, removeContact } from './put-contact.ts';
import { readBoard } from './read-board.ts';
import { readDeal, readDealTimeline } from './read-deal.ts';
import { readPipeline } from './read-pipeline.ts';
import { removeDeal } from './remove-deal.ts';
import { reopenDeal } from './reopen-deal.ts';
import { restoreDeal } from './restore-deal.ts';
import * as contracts from './schema.ts';

export const dealRoutes: Route[] = [
  route(contracts.listDeals, (ctx, { query }) => listDeals(ctx, query)),
  route(contracts.getBoard, (ctx, { query }) => readBoard(ctx, query)),
  route(contracts.getPipeline, (ctx) => readPipeline(ctx)),
  route(contracts.editPipeline, (ctx, { version, body }) => editPipeline(ctx, version, body)),
  route(contracts.createDeal, (ctx, { body }) => createDeal(ctx, body)),
  route(contracts.getDeal, (ctx, { params }) => readDeal(ctx, params.dealId)),
  route(contracts.getDealTimeline, (ctx, { params, query }) => readDealTimeline(ctx, params.dealId, query)),
  route(contracts.editDeal, (ctx, { params, version, body }) => editDeal(ctx, params.dealId, version, body)),
  route(contracts.moveDeal, (ctx, { params, body }) => moveDeal(ctx, params.dealId, body.stage)),
  route(contracts.winDeal, (ctx, { params, body }) => winDeal(ctx, params.dealId, body)),
  route(contracts.loseDeal, (ctx, { params, body }) => loseDeal(ctx, params.dealId, body)),
  route(contracts.reopenDeal, (ctx, { params, body }) => reopenDeal(ctx, params.dealId, body)),
  route(contracts.putDealContact, (ctx, { params, body }) => putContact(ctx, params, body.role)),
  route(contracts.removeDealContact, async (ctx, { params }) => {
    await removeContact(ctx, params);
    return {};
  }),
  route(contracts.deleteDeal, async (ctx, { params }) => {
    await removeDeal(ctx, params.dealId);
    return {};
  }),
  route(contracts.restoreDeal, (ctx, { params }) => restoreDeal(ctx, params.dealId)),
];
