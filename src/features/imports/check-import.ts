import { type Ctx, tx } from '../../context.ts';
import type { RowCounts } from '../../db/import-tables.ts';
import { chunkRows, countRows, createPlanners, planRows, readRows, readRules } from './plan-rows.ts';
import { lockImport, selectImport, selectRows, updateImport } from './store.ts';

/** Plans every row as the run would, writes none, and keeps what was counted. */
export async function checkImport(ctx: Ctx, importId: string): Promise<void> {
  const given = await selectImport(ctx, importId);
  if (given.status !== 'checking') return;
  const rules = await readRules(ctx, given);
  const planners = createPlanners(ctx, given);
  let counts: RowCounts = {};
  for (let last = 0; ; ) {
    const rows = await selectRows(ctx, importId, last, chunkRows);
    if (rows.length === 0) break;
    last = rows.at(-1)?.number ?? last;
    // The locks of what is found are let go after each part.
    const { planned } = await tx(ctx, (ctx) => planRows(ctx, given, planners, readRows(rows, rules)));
    counts = countRows(counts, planned);
  }
  await tx(ctx, async (ctx) => {
    // Cancelled, or done by another worker, in the meantime.
    if ((await lockImport(ctx, importId)).status !== 'checking') return;
    await updateImport(ctx, importId, { status: 'draft', dryRun: JSON.stringify(counts) });
  });
}
