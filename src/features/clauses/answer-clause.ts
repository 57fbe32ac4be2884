import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { findBoundSide } from '../../core/agreement/measures.ts';
import { BatonError } from '../../core/errors.ts';
import { loadVersion } from '../agreements/load-version.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { isAsked, listClauses } from './list-clauses.ts';
import { requireClause } from './require-clause.ts';
import type { ClauseReading, answerClause as contract } from './schema.ts';
import { saveAnswer } from './store.ts';

type Answer = z.output<NonNullable<(typeof contract)['body']>>;

/** Notes whether a member can keep a promise that would bind them; again, it takes the place of what they said before. */
export async function answerClause(ctx: Ctx, versionId: string, answer: Answer): Promise<ClauseReading> {
  const { id: memberId } = signedIn(ctx);
  const { clause, canKeep, remark } = answer;
  return tx(ctx, async (ctx) => {
    const version = await loadVersion(ctx, versionId);
    const sentence = requireClause(version, clause);
    const side = findBoundSide(clause);
    if (side === null) refuse('invalid', 'clause.no-promise', 'This clause is no promise: nobody has to keep it.');
    else if (!isAsked(ctx, side)) refuse('forbidden', 'clause.not-bound', 'This promise does not bind you.');
    if (!['draft', 'returned', 'proposed'].includes(version.status)) {
      refuse('conflict', 'clause.settled', 'This text is signed or withdrawn: what was answered before it stands.');
    }
    await saveAnswer(ctx, { versionId, clause, memberId, canKeep, remark, sentence });
    const after = { clause, canKeep, remark };
    await recordChange(ctx, { verb: 'clause.answered', object: 'agreement', objectId: versionId, after });
    const { data } = await listClauses(ctx, versionId);
    return data.find((one) => one.clause === clause) ?? refuse('not-found', 'clause.not-found', 'No such clause.');
  });
}

function refuse(kind: 'invalid' | 'forbidden' | 'conflict' | 'not-found', code: string, detail: string): never {
  throw new BatonError(kind, code, detail);
}
