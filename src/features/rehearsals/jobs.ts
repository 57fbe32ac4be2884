import { z } from 'zod';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, job, upkeep } from '../../jobs/job.ts';
import { rehearseVersion } from './rehearse-version.ts';
import { sendWaves } from './send-waves.ts';

const Named = z.object({ workspace: z.uuid(), rehearsalId: z.uuid() });

/** A workspace of a million people takes minutes; one whose process died is begun anew. */
export const rehearsalJobs = [
  job('rehearse-agreement', Named, { expireInSeconds: 3_600 }, (ctx, { workspace, rehearsalId }) =>
    rehearseVersion(inWorkspace(ctx, workspace), rehearsalId),
  ),
  upkeep('send-waves', '*/10 * * * *', { atStart: true, expireInSeconds: 3_600 }, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await sendWaves(inWorkspace(ctx, workspace));
  }),
];
