import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { defaultPipeline } from '../../core/deals/pipeline.ts';
import { BatonError } from '../../core/errors.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { readPipeline } from './read-pipeline.ts';
import type { editPipeline as contract, PipelineView } from './schema.ts';
import { countAt, lockPipeline, updatePipeline } from './store.ts';

type Given = z.output<NonNullable<(typeof contract)['body']>>;

/** Changes the stages of deals. A stage goes only when no open deal stands there; who lost a deal for a reason keeps it. */
export async function editPipeline(ctx: Ctx, version: number, given: Given): Promise<PipelineView> {
  return tx(ctx, async (ctx) => {
    const row = requireVersion('pipeline', await lockPipeline(ctx, toTexts(defaultPipeline)), version);
    const kept = new Set(given.stages.map(({ key }) => key));
    const gone = row.stages.map(({ key }) => key).filter((key) => !kept.has(key));
    const [used] = await countAt(ctx, gone);
    if (used !== undefined) {
      const name = row.stages.find(({ key }) => key === used.stage)?.name ?? used.stage;
      const detail = `${used.count === 1 ? 'An open deal stands' : `${used.count} open deals stand`} at "${name}". Move them first.`;
      throw new BatonError('conflict', 'pipeline.stage-in-use', detail, { errors: [{ pointer: '#/stages', detail }] });
    }
    await updatePipeline(ctx, toTexts(given));
    const { stages, lossReasons } = row;
    await recordChange(ctx, {
      ...{ verb: 'pipeline.edited', object: 'workspace', objectId: ctx.workspace },
      ...{ before: { stages, lossReasons }, after: given },
    });
    return readPipeline(ctx);
  });
}

const toTexts = ({ stages, lossReasons }: { stages: readonly unknown[]; lossReasons: readonly unknown[] }) => ({
  stages: JSON.stringify(stages),
  lossReasons: JSON.stringify(lossReasons),
});
