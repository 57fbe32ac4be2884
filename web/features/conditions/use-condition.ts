/** The state of a condition that is being made. */
import { useMemo, useState } from 'react';
import type { Condition } from '../../../src/core/agreement/condition.ts';
import { type BuilderGroup, toBuilder } from './builder-model.ts';
import type { ConditionWords } from './condition-words.ts';
import { type Reading, readBuilder } from './read-builder.ts';

export type ConditionDraft = { group: BuilderGroup; setGroup: (group: BuilderGroup) => void; reading: Reading };

/**
 * @param initial what is there already; a new condition begins without comparisons
 */
export function useCondition(
  initial: Condition | null,
  words: ConditionWords,
  asked: 'contact' | 'account',
): ConditionDraft {
  const [group, setGroup] = useState<BuilderGroup>(() =>
    initial ? toBuilder(initial) : { id: '0', combinator: 'all', rules: [] },
  );
  const reading = useMemo(() => readBuilder(group, words.speech, asked), [group, words, asked]);
  return { group, setGroup, reading };
}
