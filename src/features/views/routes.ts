import { type Route, route } from '../../http/route.ts';
import { createView } from './create-view.ts';
import { editView, removeView } from './edit-view.ts';
import { listViews, readView } from './list-views.ts';
import { orderViews } from './order-views.ts';
import * as contracts from './schema.ts';

export const viewRoutes: Route[] = [
  route(contracts.listViews, (ctx, { query }) => listViews(ctx, query.object)),
  route(contracts.getView, (ctx, { params }) => readView(ctx, params.viewId)),
  route(contracts.createView, (ctx, { body }) => createView(ctx, body)),
  route(contracts.editView, (ctx, { params, version, body }) => editView(ctx, params.viewId, version, body)),
  route(contracts.deleteView, async (ctx, { params }) => {
    await removeView(ctx, params.viewId);
    return {};
  }),
  route(contracts.orderViews, async (ctx, { body }) => {
    await orderViews(ctx, body);
    return {};
  }),
];
