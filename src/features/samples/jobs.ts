import { z } from 'zod';
import { inWorkspace, job } from '../../jobs/job.ts';
import { runSample } from './run-sample.ts';

/** One that fails, or whose process died, is asked for again by whoever wants it: two at once would be in each other's way. */
export const sampleJobs = [
  job('make-sample', z.object({ workspace: z.uuid() }), { retryLimit: 0, expireInSeconds: 600 }, (ctx, { workspace }) =>
    runSample(inWorkspace(ctx, workspace)),
  ),
];
