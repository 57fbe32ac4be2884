import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { findAgreementInForce } from '../agreements/find-agreement.ts';
import type { ClauseComment, questionWord as contract } from './schema.ts';
import { writeComment } from './write-comment.ts';

/** Asks about a word of the agreement in force, from wherever it was read. */
export async function queryWord(
  ctx: Ctx,
  { term, body, place }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<ClauseComment> {
  const version = await findAgreementInForce(ctx);
  if (version === null || !version.agreement.vocabulary.some((word) => word.term === term)) {
    throw new BatonError('not-found', 'vocabulary.unknown', `The agreement in force has no word "${term}".`);
  }
  return writeComment(ctx, version.id, { clause: `vocabulary.${term}`, kind: 'question', body }, place ?? null);
}
