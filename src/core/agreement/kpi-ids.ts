/**
 * The numbers that both departments look at, by id, and how sentences say them. What each of them means stands in the KPI
 * dictionary (`src/core/kpis/definitions.ts`), which has exactly these.
 */
export const kpiNames = {
  visit_lead_rate: 'visitors who become leads',
  leads_created: 'new leads',
  mqls: 'sales-ready leads',
  mql_value: 'value of sales-ready leads',
  sla_mkt: 'promises kept by Marketing',
  pace_delta: 'distance from the pace of the plan',
  acceptance: 'acceptance of leads by Sales',
  disposition: 'leads decided in time',
  resp_median: 'median time to the first response',
  sla_resp: 'first responses in time',
  attempts: 'leads with the agreed attempts',
  unworked: 'leads never worked',
  recycle: 'leads returned to Marketing',
  recycle_win: 'returned leads that are sales-ready again',
  mql_sql: 'sales-ready leads that are confirmed',
  mql_sql_flow: 'flow from sales-ready to confirmed',
  sql_opp: 'confirmed leads that become opportunities',
  win_rate: 'opportunities that are won',
  lead_customer: 'leads that become customers',
  velocity: 'median time through the stages',
  aging: 'leads too long in their stage',
  pipe_velocity: 'pipeline velocity',
  sourced: 'pipeline sourced by Marketing',
  influenced: 'pipeline influenced by Marketing',
  coverage: 'pipeline coverage',
  cpl: 'cost per lead',
  cac: 'cost to win a customer',
  romi: 'return on marketing spend',
  payback: 'months until a customer has paid back',
  overlap: 'overlapping messages',
  completeness: 'CRM hygiene',
  alignment: 'alignment of the departments',
  perception_gap: 'gap between the views of the departments',
  actions_done: 'actions done in time',
  misalignment_cost: 'cost of misalignment',
} as const;

export type KpiId = keyof typeof kpiNames;
export const kpiIds = Object.keys(kpiNames) as [KpiId, ...KpiId[]];
