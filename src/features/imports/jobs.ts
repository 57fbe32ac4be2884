import { z } from 'zod';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, job, upkeep } from '../../jobs/job.ts';
import { advanceImport } from './advance-import.ts';
import { checkImport } from './check-import.ts';
import { handOver, measureLoad } from './release-import.ts';
import { resumeImports, takeUpImports } from './resume-imports.ts';
import { removeRecords } from './undo-import.ts';

const Named = z.object({ workspace: z.uuid(), importId: z.uuid() });
/** After so many parts a job hands over to the next: no run is so long that it is taken for dead. */
const partsAtOnce = 30;

export const importJobs = [
  job('run-import', Named, {}, async (ctx, { workspace, importId }) => {
    if (!(await advanceImport(inWorkspace(ctx, workspace), importId, partsAtOnce))) return;
    await ctx.enqueue(ctx.db, 'run-import', { workspace, importId });
  }),
  job('undo-import', Named, {}, async (ctx, { workspace, importId }) => {
    for (let part = 0; part < partsAtOnce; part += 1) {
      if (!(await removeRecords(inWorkspace(ctx, workspace), importId))) return;
    }
    await ctx.enqueue(ctx.db, 'undo-import', { workspace, importId });
  }),
  job('check-import', Named, { expireInSeconds: 900 }, async (ctx, { workspace, importId }) =>
    checkImport(inWorkspace(ctx, workspace), importId),
  ),
  job('measure-import', Named, {}, async (ctx, { workspace, importId }) =>
    measureLoad(inWorkspace(ctx, workspace), importId),
  ),
  job('release-import', Named, { expireInSeconds: 900 }, async (ctx, { workspace, importId }) =>
    handOver(inWorkspace(ctx, workspace), importId),
  ),
  upkeep('resume-imports', '* * * * *', { atStart: true }, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await resumeImports(inWorkspace(ctx, workspace));
  }),
  upkeep('take-up-imports', '17 * * * *', { atStart: true }, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await takeUpImports(inWorkspace(ctx, workspace));
  }),
];
