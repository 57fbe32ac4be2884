/** What the controls of a draft know beside their own value: the draft itself, its words, and the workspace's people. */
import { createContext, useContext } from 'react';
import type { PlainRecord } from '../../../src/core/agreement/plain-agreement.ts';
import type { Team } from '../../../src/features/teams/schema.ts';
import type { ConditionWords } from '../conditions/condition-words.ts';
import type { ClauseKeys } from './clause-fields.ts';
import { valueAt } from './draft-source.ts';

export type DraftFacts = {
  data: PlainRecord;
  /** The fields that conditions of this draft may use: its own personas, segments, stages and steps. */
  words: ConditionWords;
  teams: readonly Team[];
};

const Facts = createContext<DraftFacts | null>(null);
export const DraftFactsProvider = Facts.Provider;

export function useDraftFacts(): DraftFacts {
  const facts = useContext(Facts);
  if (!facts) throw new Error('Controls of a draft stand inside of it.');
  return facts;
}

const listOf = {
  segments: ['segments'],
  reasons: ['feedback', 'reasons'],
  stages: ['stages'],
} as const satisfies Record<ClauseKeys, readonly string[]>;

/** The clauses of a list of the draft that others can name, by key and name. */
export function useClauseKeys(of: ClauseKeys): { value: string; label: string }[] {
  const list = valueAt(useDraftFacts().data, listOf[of]);
  if (!Array.isArray(list)) return [];
  const named = list.flatMap((one) => {
    const [key, name] = [valueAt(one, ['key']), valueAt(one, ['name'])];
    return typeof key === 'string' && key ? [[key, typeof name === 'string' && name ? name : key] as const] : [];
  });
  return [...new Map(named)].map(([value, label]) => ({ value, label }));
}
