import type { DealKind } from '../../../src/core/deals/pipeline.ts';
import { kindNames } from './deal-words.ts';

/** What the address says. */
export type Words = { [name: string]: string | undefined };

const isDay = (text: string | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');
const isId = (text: string | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '');

/** What the address says, as the API is asked; what it does not know is left out. */
export function toDealFilter(words: Words, memberId: string) {
  const { search, owner, kind, closeFrom, closeTo } = words;
  return {
    ...(search ? { search: search.slice(0, 100) } : {}),
    ...(owner === 'none' ? { owner: 'none' as const } : {}),
    ...(owner === 'me' ? { owner: memberId } : isId(owner) ? { owner } : {}),
    ...(kind !== undefined && kind in kindNames ? { kind: kind as DealKind } : {}),
    ...(isDay(closeFrom) ? { closeFrom } : {}),
    ...(isDay(closeTo) ? { closeTo } : {}),
  };
}
