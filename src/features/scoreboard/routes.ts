import { type Route, route } from '../../http/route.ts';
import { reportAttempts } from './report-attempts.ts';
import { reportExceptions } from './report-exceptions.ts';
import { reportFunnel } from './report-funnel.ts';
import { reportWins } from './report-wins.ts';
import * as contracts from './schema.ts';

export const scoreboardRoutes: Route[] = [
  route(contracts.reportFunnel, (ctx) => reportFunnel(ctx), { pool: 'reports' }),
  route(contracts.reportExceptions, (ctx) => reportExceptions(ctx), { pool: 'reports' }),
  route(contracts.reportAttempts, (ctx) => reportAttempts(ctx), { pool: 'reports' }),
  route(contracts.reportWins, (ctx) => reportWins(ctx), { pool: 'reports' }),
];
