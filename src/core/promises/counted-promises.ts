import { compileCondition } from '../agreement/compile-condition.ts';
import type { Facts } from '../agreement/facts.ts';
import type { Relay } from '../relay/relay.ts';

/**
 * The keys of the promises about leads in a period (their number, their value) that count a lead, by what is known of it when
 * it is handed over: later nobody can tell any more.
 *
 * @example
 * const facts = { at: 0, contact: {}, derived: { segment: 'mid-market' }, touches: [] };
 * listCountedPromises(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), facts) // ['volume', 'value']
 */
export function listCountedPromises({ agreement, catalogue }: Relay, facts: Facts): string[] {
  return agreement.marketingCommits.flatMap((promise) => {
    if (promise.promise !== 'sales-ready leads' && promise.promise !== 'expected value of sales-ready leads') return [];
    const isMeant = promise.segment === undefined || promise.segment === facts.derived.segment;
    return isMeant && (promise.when === undefined || compileCondition(promise.when, catalogue)(facts))
      ? [promise.key]
      : [];
  });
}
