import { type Route, route } from '../../http/route.ts';
import { editActivity } from './edit-activity.ts';
import { listActivities } from './list-activities.ts';
import { logActivity } from './log-activity.ts';
import { readActivity } from './read-activity.ts';
import * as contracts from './schema.ts';
import { withdrawActivity } from './withdraw-activity.ts';

export const activityRoutes: Route[] = [
  route(contracts.listActivities, (ctx, { query }) => listActivities(ctx, query)),
  route(contracts.logActivity, (ctx, { body }) => logActivity(ctx, body)),
  route(contracts.getActivity, (ctx, { params }) => readActivity(ctx, params.activityId)),
  route(contracts.editActivity, (ctx, { params, version, body }) =>
    editActivity(ctx, params.activityId, version, body),
  ),
  route(contracts.withdrawActivity, (ctx, { params, body }) => withdrawActivity(ctx, params.activityId, body.reason)),
];
