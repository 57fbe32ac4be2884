import { type Route, route } from '../../http/route.ts';
import * as contracts from '../sessions/schema.ts';
import { changePassword } from './change-password.ts';
import { completePasswordReset } from './complete-reset.ts';
import { requestPasswordReset } from './request-reset.ts';

export const passwordRoutes: Route[] = [
  route(contracts.changePassword, (ctx, { body }, exchange) => changePassword(ctx, body, exchange)),
  route(contracts.requestPasswordReset, (ctx, { body }, exchange) => requestPasswordReset(ctx, body, exchange)),
  route(contracts.completePasswordReset, (ctx, { body }, exchange) => completePasswordReset(ctx, body, exchange)),
];
