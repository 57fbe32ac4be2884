import type { Ctx } from '../../context.ts';
import type { Conflict } from '../../core/identity/group-book.ts';
import { type FoundPair, noteDuplicates } from '../duplicates/note-duplicates.ts';
import type { Folding } from '../identities/fold-identities.ts';
import { mergeContactGroups } from '../merges/merge-contacts.ts';

const sentences: Record<Conflict | 'ids', { score: number; reason: string }> = {
  'same-address': { score: 0.9, reason: 'Both were identified with one e-mail address.' },
  'same-browser': { score: 0.6, reason: 'Both were identified in one browser, which they may share.' },
  ids: {
    score: 0.8,
    reason: 'A message says that they are one person, but they have different ids in another system.',
  },
};

/**
 * Carries out what messages say of contacts as a whole: those that are one person are merged, and those that may be are put into
 * the queue of duplicates, where somebody decides.
 */
export async function joinPeople(ctx: Ctx, { plan, folded }: Folding): Promise<void> {
  const groups = Map.groupBy(plan.merged, ({ keepId }) => keepId);
  const merges = [...groups].map(([keepId, list]) => ({ keepId, dropIds: list.map(({ dropId }) => dropId) }));
  const { refused } = merges.length === 0 ? { refused: [] } : await mergeContactGroups(ctx, merges, 'identity');
  const alike = folded.alike.flatMap(({ groups: [a, b], reason }): FoundPair[] => {
    const [first, second] = [plan.contactIds[a], plan.contactIds[b]];
    return first && second ? [toPair([first, second], reason)] : [];
  });
  const apart = refused.map(({ keepId, dropId }) => toPair([keepId, dropId], 'ids'));
  if (alike.length + apart.length > 0) await noteDuplicates(ctx, [...alike, ...apart]);
}

function toPair(ids: readonly [string, string], conflict: Conflict | 'ids'): FoundPair {
  const { score, reason } = sentences[conflict];
  return { object: 'contact', ids, score, reasons: [reason], foundBy: 'message' };
}
