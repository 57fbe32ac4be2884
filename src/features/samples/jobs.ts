import { z } from 'zod';
import { inWorkspace, job } from '../../jobs/job.ts';
import { runSample } from './run-sample.ts';

/** A making whose process died is begun anew. */
export const sampleJobs = [
  job('make-sample', z.object({ workspace: z.uuid() }), { retryLimit: 1, expireInSeconds: 600 }, (ctx, { workspace }) =>
    runSample(inWorkspace(ctx, workspace)),
  ),
];
