import { type Route, route } from '../../http/route.ts';
import { exportAudit } from './export-audit.ts';
import { listAudit } from './list-audit.ts';
import * as contracts from './schema.ts';

export const auditRoutes: Route[] = [
  route(contracts.listAudit, (ctx, { query }) => listAudit(ctx, query)),
  route(contracts.exportAudit, (ctx, { query }) => exportAudit(ctx, query), { pool: 'reports' }),
];
