import type { Ctx } from '../../context.ts';
import { defaultPipeline } from '../../core/deals/pipeline.ts';
import type { PipelineView } from './schema.ts';
import { findPipeline } from './store.ts';

/** The stages of deals and the reasons of loss: those of the workspace, else those that Baton brings. */
export async function readPipeline(ctx: Ctx): Promise<PipelineView> {
  const row = await findPipeline(ctx);
  return toView(row ?? { ...defaultPipeline, version: 1 });
}

/** As the API gives it, whose lists are its own. */
function toView({ stages, lossReasons, version }: typeof defaultPipeline & { version: number }): PipelineView {
  return {
    stages: stages.map(({ requires, ...stage }) => ({ ...stage, requires: [...requires] })),
    lossReasons: [...lossReasons],
    version,
  };
}

/** What a stage is called: one that is none of the pipeline's by its key. */
export function nameStage({ stages }: Pick<PipelineView, 'stages'>, key: string): { key: string; name: string } {
  const ends: Record<string, string> = { won: 'Won', lost: 'Lost' };
  return { key, name: stages.find((stage) => stage.key === key)?.name ?? ends[key] ?? key };
}

/** What a reason is called: one that came with a file, or that is gone, by its key. */
export const nameReason = ({ lossReasons }: Pick<PipelineView, 'lossReasons'>, key: string) => ({
  key,
  name: lossReasons.find((reason) => reason.key === key)?.name ?? key,
});
