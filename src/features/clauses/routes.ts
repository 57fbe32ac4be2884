import { type Route, route } from '../../http/route.ts';
import { answerClause } from './answer-clause.ts';
import { objectToTarget, removeTarget, setTarget } from './edit-targets.ts';
import { explainHistory } from './explain-history.ts';
import { listClauses } from './list-clauses.ts';
import { listComments } from './list-comments.ts';
import { listTargets } from './list-targets.ts';
import { listVocabulary } from './list-vocabulary.ts';
import { queryWord } from './query-word.ts';
import { removeComment } from './remove-comment.ts';
import { resolveComment } from './resolve-comment.ts';
import * as contracts from './schema.ts';
import { writeComment } from './write-comment.ts';

export const clauseRoutes: Route[] = [
  route(contracts.listClauses, (ctx, { params }) => listClauses(ctx, params.versionId)),
  route(contracts.getClauseHistory, (ctx, { params, query }) => explainHistory(ctx, params.versionId, query.clause)),
  route(contracts.listComments, (ctx, { params, query }) => listComments(ctx, params.versionId, query)),
  route(contracts.writeComment, (ctx, { params, body }) => writeComment(ctx, params.versionId, body)),
  route(contracts.resolveComment, (ctx, { params, body }) => resolveComment(ctx, params.clauseCommentId, body)),
  route(contracts.removeComment, async (ctx, { params }) => {
    await removeComment(ctx, params.clauseCommentId);
    return {};
  }),
  route(contracts.answerClause, (ctx, { params, body }) => answerClause(ctx, params.versionId, body)),
  route(contracts.listVocabulary, (ctx) => listVocabulary(ctx)),
  route(contracts.questionWord, (ctx, { body }) => queryWord(ctx, body)),
  route(contracts.listTargets, (ctx, { params }) => listTargets(ctx, params.versionId)),
  route(contracts.setTarget, (ctx, { params, version, body }) => setTarget(ctx, params.versionId, version, body)),
  route(contracts.removeTarget, (ctx, { params, version, body }) =>
    removeTarget(ctx, params.versionId, version, body.domain),
  ),
  route(contracts.objectTarget, (ctx, { params, body }) => objectToTarget(ctx, params.versionId, body)),
];
