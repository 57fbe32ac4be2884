import { sectionOf } from '../../core/agreement/sentence.ts';
import { describeAgreement } from '../../core/agreement/sentences.ts';
import { BatonError } from '../../core/errors.ts';
import type { LoadedVersion } from '../agreements/load-version.ts';

/** The sentence of a clause of a version, or all of a section; throws `clause.not-found` (400) for one that it has not. */
export function requireClause(
  { agreement, number }: Pick<LoadedVersion, 'agreement' | 'number'>,
  clause: string,
): string {
  const found = describeAgreement(agreement).filter((one) => one.clause === clause || sectionOf(one.clause) === clause);
  if (found.length > 0) return found.map(({ text }) => text).join(' ');
  const detail = `Version ${number} has no clause "${clause}".`;
  throw new BatonError('invalid', 'clause.not-found', detail, { errors: [{ pointer: '#/clause', detail }] });
}
