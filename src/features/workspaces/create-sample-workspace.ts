import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { insertWorkspace } from './store.ts';

type Values = { name: string; currency: string; zone: string; locale: string; fiscalStart: string };

/** Creates the workspace of a sample, in which time stands still until its story is told. */
export async function createSampleWorkspace(ctx: Ctx, sampleOf: string, values: Values): Promise<void> {
  await tx(ctx, async (ctx) => {
    await insertWorkspace(ctx, values, sampleOf);
    const after = { ...values, sampleOf };
    await recordChange(ctx, { verb: 'workspace.created', object: 'workspace', objectId: ctx.workspace, after });
  });
}
