import { upkeep } from '../../jobs/job.ts';
import { removeExpiredSessions } from './remove-expired-sessions.ts';

export const sessionJobs = [
  upkeep('remove-expired-sessions', '20 2 * * *', {}, async (ctx) => {
    await removeExpiredSessions(ctx.db, ctx.now);
  }),
];
