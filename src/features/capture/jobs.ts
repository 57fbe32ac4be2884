import { upkeep } from '../../jobs/job.ts';
import { ensureInboundDays } from './ensure-inbound-days.ts';
import { pruneInbound } from './prune-inbound.ts';

export const captureJobs = [
  upkeep('ensure-inbound-days', '20 */6 * * *', { atStart: true }, ensureInboundDays),
  upkeep('prune-inbound', '40 2 * * *', {}, pruneInbound),
];
