import type { MergeObject } from '../../db/merge-tables.ts';
import type { Route } from '../../http/route.ts';
import { mergeTwoAccounts, mergeTwoContacts, previewAccountMerge, previewContactMerge } from './schema.ts';
import { findSurvivor } from './store.ts';

const named: readonly (readonly [param: string, object: MergeObject])[] = [
  ['contactId', 'contact'],
  ['accountId', 'account'],
];

/** Merging names two records as they stand: by an id of yesterday one could name the same record twice without knowing it. */
const namesTwo = new Set([previewContactMerge.id, previewAccountMerge.id, mergeTwoContacts.id, mergeTwoAccounts.id]);

/**
 * A route that names a person or a company answers for the record that a merged one became: ids that other programs have kept
 * go on working, for reading and for writing. What is read says by `mergedInto` that another id was asked for.
 */
export function followMerged(route: Route): Route {
  if (namesTwo.has(route.contract.id)) return route;
  const found = named.find(([param]) => route.contract.path.includes(`/:${param}`));
  if (found === undefined) return route;
  const [param, object] = found;
  const isRead = route.contract.id === 'contacts.get' || route.contract.id === 'accounts.get';
  return {
    ...route,
    run: async (ctx, input, exchange) => {
      const { params } = asInput(input);
      const asked = params[param] ?? '';
      const id = await findSurvivor(ctx, object, asked);
      if (id === asked) return route.run(ctx, input, exchange);
      const answer = await route.run(ctx, withParams(input, { ...params, [param]: id }), exchange);
      return isRead && typeof answer === 'object' ? { ...answer, mergedInto: id } : answer;
    },
  };
}

/** A route whose path names a record was given its parameters, checked by its contract. */
const asInput = (input: unknown) => input as { params: Record<string, string> };

/** The input of the same route: only an id has become another one. */
const withParams = (input: object, params: Record<string, string>) => ({ ...input, params }) as never;
