import { z } from 'zod';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, job, upkeep } from '../../jobs/job.ts';
import { advanceBulkEdit } from './advance-bulk-edit.ts';
import { resumeBulkEdits } from './resume-bulk-edits.ts';
import { undoNext } from './undo-bulk-edit.ts';

const Named = z.object({ workspace: z.uuid(), bulkEditId: z.uuid() });
/** After so many parts a job hands over to the next: no run is so long that it is taken for dead. */
const partsAtOnce = 20;

export const bulkEditJobs = [
  job('run-bulk-edit', Named, {}, async (ctx, { workspace, bulkEditId }) => {
    for (let part = 0; part < partsAtOnce; part += 1) {
      if (!(await advanceBulkEdit(inWorkspace(ctx, workspace), bulkEditId))) return;
    }
    await ctx.enqueue(ctx.db, 'run-bulk-edit', { workspace, bulkEditId });
  }),
  job('undo-bulk-edit', Named, {}, async (ctx, { workspace, bulkEditId }) => {
    for (let part = 0; part < partsAtOnce; part += 1) {
      if (!(await undoNext(inWorkspace(ctx, workspace), bulkEditId))) return;
    }
    await ctx.enqueue(ctx.db, 'undo-bulk-edit', { workspace, bulkEditId });
  }),
  upkeep('resume-bulk-edits', '* * * * *', { atStart: true }, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await resumeBulkEdits(inWorkspace(ctx, workspace));
  }),
];
