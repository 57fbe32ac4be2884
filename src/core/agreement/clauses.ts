import type { Condition, PathPart } from './condition.ts';
import type { Agreement } from './schema.ts';

/** A condition of an agreement and where it stands. */
export type PlacedCondition = { path: PathPart[]; condition: Condition };

/** Lists of clauses that may have a condition, and the name under which they have it. */
const conditional = [
  ['personas', 'match'],
  ['segments', 'match'],
  ['journey', 'enterWhen'],
  ['journey', 'exitWhen'],
  ['stages', 'enterWhen'],
  ['routing', 'when'],
  ['salesCommits', 'when'],
  ['marketingCommits', 'when'],
  ['leadValues', 'when'],
] as const;

/**
 * Every condition tree of an agreement with its path.
 *
 * @example
 * listConditions(agreement)[0].path // ['personas', 0, 'match']
 */
export function listConditions(agreement: Agreement): PlacedCondition[] {
  const found: PlacedCondition[] = [];
  const collect = (items: readonly object[], path: PathPart[], name: string) => {
    for (const [index, item] of items.entries()) {
      const condition = (item as Record<string, unknown>)[name];
      if (typeof condition === 'object' && condition !== null) {
        found.push({ path: [...path, index, name], condition: condition as Condition });
      }
    }
  };
  for (const [list, name] of conditional) collect(agreement[list], [list], name);
  collect(agreement.scoring?.fit ?? [], ['scoring', 'fit'], 'when');
  collect(agreement.scoring?.engagement.rules ?? [], ['scoring', 'engagement', 'rules'], 'when');
  return found;
}

/**
 * The promises of both sides with their paths.
 *
 * @example
 * listPromises(agreement)[0].path // ['salesCommits', 0]
 */
export function listPromises(agreement: Agreement) {
  return (['salesCommits', 'marketingCommits'] as const).flatMap((list) =>
    agreement[list].map((promise, index) => ({ promise, path: [list, index] as PathPart[] })),
  );
}
