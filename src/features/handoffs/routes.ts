import { type Route, route } from '../../http/route.ts';
import { acceptHandoff } from './accept-handoff.ts';
import { confirmHandoff } from './confirm-handoff.ts';
import { acceptHandoffs, rejectHandoffs } from './decide-handoffs.ts';
import { handBackHandoff } from './hand-back-handoff.ts';
import { listHandoffs } from './list-handoffs.ts';
import { logAttempt } from './log-attempt.ts';
import { pauseHandoff } from './pause-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { rejectHandoff } from './reject-handoff.ts';
import { resumeHandoff } from './resume-handoff.ts';
import * as contracts from './schema.ts';
import { undoVerdict } from './undo-verdict.ts';

export const handoffRoutes: Route[] = [
  route(contracts.listHandoffs, (ctx, { query }) => listHandoffs(ctx, query)),
  route(contracts.getHandoff, (ctx, { params }) => readHandoff(ctx, params.handoffId)),
  route(contracts.acceptHandoff, (ctx, { params }) => acceptHandoff(ctx, params.handoffId)),
  route(contracts.acceptHandoffs, (ctx, { body }) => acceptHandoffs(ctx, body)),
  route(contracts.rejectHandoff, (ctx, { params, body }) => rejectHandoff(ctx, params.handoffId, body)),
  route(contracts.rejectHandoffs, (ctx, { body }) => rejectHandoffs(ctx, body)),
  route(contracts.handBackHandoff, (ctx, { params, body }) => handBackHandoff(ctx, params.handoffId, body)),
  route(contracts.confirmHandoff, (ctx, { params, body }) => confirmHandoff(ctx, params.handoffId, body)),
  route(contracts.logAttempt, (ctx, { params, body }) => logAttempt(ctx, params.handoffId, body)),
  route(contracts.pauseHandoff, (ctx, { params, body }) => pauseHandoff(ctx, params.handoffId, body)),
  route(contracts.resumeHandoff, (ctx, { params }) => resumeHandoff(ctx, params.handoffId)),
  route(contracts.undoVerdict, (ctx, { params }) => undoVerdict(ctx, params.handoffId)),
];
