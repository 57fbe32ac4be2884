import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import { readBoardRows } from '../../db/deal-rows.ts';
import { prepareTeller, tellDeal } from './list-deals.ts';
import type { getBoard as contract, DealFilter } from './schema.ts';

/** A column shows so many; the table has the rest. */
const mostOfStage = 50;

/** Open deals by stage: those of the pipeline in its order, then such as came with files under other names. */
export async function readBoard(ctx: Ctx, filter: DealFilter): Promise<CallOutput<typeof contract>> {
  const teller = await prepareTeller(ctx);
  const { totals, deals } = await readBoardRows(ctx, filter, mostOfStage);
  const { stages } = teller.pipeline;
  const others = totals.map(({ stage }) => stage).filter((key) => stages.every((stage) => stage.key !== key));
  const columns = [
    ...stages.map(({ key, name }) => ({ key, name, known: true })),
    ...others.map((key) => ({ key, name: key, known: false })),
  ];
  return {
    columns: columns.map(({ key, name, known }) => {
      const total = totals.find(({ stage }) => stage === key);
      return {
        ...{ stage: { key, name }, known },
        count: total?.count ?? 0,
        sum: { minor: total?.sum ?? 0, currency: teller.currency },
        unconverted: total?.unconverted ?? 0,
        deals: deals.filter(({ stage }) => stage === key).map((row) => tellDeal(row, teller)),
      };
    }),
  };
}
