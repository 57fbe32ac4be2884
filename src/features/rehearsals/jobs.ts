import { z } from 'zod';
import { inWorkspace, job } from '../../jobs/job.ts';
import { rehearseVersion } from './rehearse-version.ts';

const Named = z.object({ workspace: z.uuid(), rehearsalId: z.uuid() });

/** A workspace of a million people takes minutes; one whose process died is begun anew. */
export const rehearsalJobs = [
  job('rehearse-agreement', Named, { expireInSeconds: 3_600 }, (ctx, { workspace, rehearsalId }) =>
    rehearseVersion(inWorkspace(ctx, workspace), rehearsalId),
  ),
];
