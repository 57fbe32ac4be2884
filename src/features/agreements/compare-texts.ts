import { mergeTexts, type TextMerge } from '../../core/agreement/merge-texts.ts';

/** What a merge view shows beside the text that stands; nulls where the texts that it takes were not sent or cannot be read. */
export function compareTexts(
  base: string | undefined,
  theirs: string,
  mine: string | undefined,
): { [Key in keyof TextMerge]: TextMerge[Key] | null } {
  const merge = base === undefined ? null : mergeTexts(base, mine ?? base, theirs);
  return merge ?? { theirs: null, mine: null, both: null, merged: null };
}
