import { type KpiId, kpiIds } from '../agreement/kpi-ids.ts';
import type { KpiDefinition, KpiEntry } from './definition.ts';
import { relayDefinitions } from './definitions-relay.ts';
import { resultDefinitions } from './definitions-result.ts';

/** All that can be said of a number by name. A KPI without a definition, or one too many, is an error of types. */
const entries: Record<KpiId, KpiEntry> = { ...relayDefinitions, ...resultDefinitions } satisfies Record<
  KpiId,
  KpiEntry
>;

/** The dictionary: one definition for each KPI, in the order of the ids. */
export const kpiDefinitions: readonly KpiDefinition[] = kpiIds.map((id) => ({ id, ...entries[id] }));

/**
 * The numbers that cross departments: with a target for both, so that neither is kept at the cost of the other.
 * `mql_value` and `sla_resp` are shown as a pair.
 */
export const crossingKpis: readonly KpiId[] = [
  'mql_value',
  'sla_resp',
  'acceptance',
  'mql_sql',
  'sourced',
  'influenced',
  'win_rate',
  'disposition',
  'alignment',
];

/**
 * The definition of a KPI.
 *
 * @example
 * findKpi('acceptance').owners // ['marketing', 'sales']
 */
export function findKpi(id: KpiId): KpiDefinition {
  return { id, ...entries[id] };
}
