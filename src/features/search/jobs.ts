import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, upkeep } from '../../jobs/job.ts';
import { sweepWords } from './sweep-words.ts';

export const searchJobs = [
  upkeep('sweep-words', '40 2 * * *', {}, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await sweepWords(inWorkspace(ctx, workspace));
  }),
];
