import { type Route, route } from '../../http/route.ts';
import { answerRejection, contestRejection } from './answer-rejection.ts';
import { decideRejection } from './decide-rejection.ts';
import { groupFeedback, listFeedback } from './list-feedback.ts';
import { readRejection } from './read-rejection.ts';
import * as contracts from './schema.ts';

export const feedbackRoutes: Route[] = [
  route(contracts.listFeedback, (ctx, { query }) => listFeedback(ctx, query)),
  route(contracts.groupFeedback, (ctx, { query }) => groupFeedback(ctx, query), { pool: 'reports' }),
  route(contracts.getRejection, (ctx, { params }) => readRejection(ctx, params.rejectionId)),
  route(contracts.answerRejection, (ctx, { params, body }) => answerRejection(ctx, params.rejectionId, body)),
  route(contracts.contestRejection, (ctx, { params, body }) => contestRejection(ctx, params.rejectionId, body.text)),
  route(contracts.decideRejection, (ctx, { params, body }) => decideRejection(ctx, params.rejectionId, body)),
];
