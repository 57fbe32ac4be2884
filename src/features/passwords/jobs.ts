import { upkeep } from '../../jobs/job.ts';
import { removeExpiredResets } from './remove-expired-resets.ts';

export const passwordJobs = [
  upkeep('remove-expired-resets', '25 2 * * *', {}, async (ctx) => {
    await removeExpiredResets(ctx.db, ctx.now);
  }),
];
