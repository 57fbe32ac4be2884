import { useNavigate } from '@tanstack/react-router';
import { type DealSummary, moveDeal } from '../../../src/features/deals/schema.ts';
import { ApiError } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { say, sayProblem } from '../settings/say.tsx';
import { dealReads } from './deal-words.ts';

type Stage = { key: string; name: string };

/** Moves a deal to a stage, with a way back. Where the stage asks for more, its page is opened with what is missing. */
export function useMove() {
  const move = useAction(moveDeal, { refresh: dealReads });
  const navigate = useNavigate();
  return async (deal: Pick<DealSummary, 'id' | 'name' | 'stage'>, to: Stage) => {
    if (to.key === deal.stage.key) return;
    const params = { dealId: deal.id };
    try {
      await move.mutateAsync({ params, body: { stage: to.key } });
      say(`“${deal.name}” is at ${to.name} now.`, () => move.mutateAsync({ params, body: { stage: deal.stage.key } }));
    } catch (error) {
      sayProblem(error);
      if (error instanceof ApiError && error.code === 'deal.incomplete') {
        await navigate({ to: '/deals/$dealId', params, search: { edit: 'yes' } });
      }
    }
  };
}
