import type { creditModels } from '../agreement/schema-clauses.ts';

/** The models of credit, by their keys in agreements. */
export type CreditModel = (typeof creditModels)[number];

/** Those that share one journey among its touches; Markov needs all journeys, the lost ones too. */
export type TouchModel = Exclude<CreditModel, 'markov'>;

/** How other programs, and the reference cases, name models; keys of agreements stand for themselves. */
const otherNames: Readonly<Record<string, CreditModel>> = {
  last_non_direct: 'last-non-direct',
  u_lead: 'u-lead',
  w: 'w-shaped',
  z: 'full-path',
  time_decay: 'time-decay',
};

const keys: Readonly<Record<CreditModel, true>> = {
  first: true,
  last: true,
  'last-non-direct': true,
  linear: true,
  position: true,
  'u-lead': true,
  'w-shaped': true,
  'full-path': true,
  'time-decay': true,
  markov: true,
  shapley: true,
};

/**
 * The model that a name stands for, in the words of agreements or of the reference cases; null where there is none.
 *
 * @example
 * ['w', 'w-shaped', 'psychic'].map(readModelName) // ['w-shaped', 'w-shaped', null]
 */
export function readModelName(name: string): CreditModel | null {
  if (Object.hasOwn(otherNames, name)) return otherNames[name] ?? null;
  return isCreditModel(name) ? name : null;
}

function isCreditModel(name: string): name is CreditModel {
  return Object.hasOwn(keys, name);
}
