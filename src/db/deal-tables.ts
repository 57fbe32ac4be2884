import type { ColumnType, Generated } from 'kysely';
import type { LossReason, PipelineStage } from '../core/deals/pipeline.ts';

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

type PipelineTable = {
  workspaceId: string;
  stages: Json<PipelineStage[]>;
  lossReasons: Json<LossReason[]>;
  updatedAt: Date;
  version: Generated<number>;
};

type ExchangeRateTable = { workspaceId: string; currency: string; day: string; rate: number };

/** The stages of deals and what currencies are worth. */
export type DealTables = { pipelines: PipelineTable; exchangeRates: ExchangeRateTable };
