import { applyChanges } from './apply-changes.ts';
import { type AgreementChange, diffAgreements } from './diff-agreements.ts';
import { readAgreement } from './read-agreement.ts';
import { editAgreementText } from './write-agreement.ts';

type Said = Pick<AgreementChange, 'clause' | 'before' | 'after' | 'sentence'> & {
  kind: AgreementChange['edit']['kind'];
};

/** Two changes of one text side by side. */
export type TextMerge = {
  /** What they changed since the text that both began with, in sentences. */
  theirs: Said[];
  mine: Said[];
  /** Clauses that both changed, each in another way: somebody decides. */
  both: string[];
  /** Their text with my changes, where no clause was changed by both; null else. */
  merged: string | null;
};

/**
 * What became of a text in two hands, for putting both together; null where one of the three cannot be read.
 *
 * @example
 * const base = writeAgreement(agreement);
 * mergeTexts(base, base.replace('name: ', 'name: New '), base)?.both // []
 */
export function mergeTexts(base: string, mine: string, theirs: string): TextMerge | null {
  const [from, left, right] = [base, mine, theirs].map((text) => readAgreement(text).agreement);
  if (!from || !left || !right) return null;
  const [myChanges, theirChanges] = [diffAgreements(from, left), diffAgreements(from, right)];
  const isSame = (a: AgreementChange, b: AgreementChange) => JSON.stringify(a.edit) === JSON.stringify(b.edit);
  const own = myChanges.filter((change) => !theirChanges.some((other) => isSame(other, change)));
  const both = own.filter((change) => theirChanges.some((other) => touches(other.clause, change.clause)));
  return {
    theirs: theirChanges.map(say),
    mine: myChanges.map(say),
    both: [...new Set(both.map(({ clause }) => clause))],
    merged: both.length > 0 ? null : editAgreementText(theirs, applyChanges(right, own)),
  };
}

/** One is within the other, or both are the same place. */
const touches = (one: string, other: string) =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

const say = ({ edit, clause, before, after, sentence }: AgreementChange): Said => {
  return { kind: edit.kind, clause, before, after, sentence };
};
