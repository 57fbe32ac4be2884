import { upkeep } from '../../jobs/job.ts';
import { ensureAuditMonths } from './ensure-audit-months.ts';

export const auditJobs = [
  upkeep('ensure-audit-months', '10 2 * * *', { atStart: true }, (ctx) => ensureAuditMonths(ctx.db, ctx.now)),
];
