import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import { findAgreementInForce } from '../agreements/find-agreement.ts';
import type { listVocabulary as contract } from './schema.ts';
import { countComments, listHeads } from './store.ts';

/** The words of the agreement in force; none where there is no agreement. */
export async function listVocabulary(ctx: Ctx): Promise<CallOutput<typeof contract>> {
  const version = await findAgreementInForce(ctx);
  if (version === null) return { version: null, data: [] };
  const { id, number, agreement } = version;
  const comments = new Map((await countComments(ctx, number)).map((row) => [row.clause, row.openQuestions]));
  const heads = await listHeads(ctx);
  const data = agreement.vocabulary.map(({ term, owner, marketingSays, salesSays, means }) => {
    const clause = `vocabulary.${term}`;
    const head = heads.find(({ department }) => `head-of-${department}` === owner);
    return {
      term,
      clause,
      owner: { head: owner, person: head === undefined ? null : { id: head.id, name: head.name } },
      marketingSays: marketingSays ?? null,
      salesSays: salesSays ?? null,
      means,
      openQuestions: comments.get(clause) ?? 0,
    };
  });
  return { version: { id, number }, data };
}
