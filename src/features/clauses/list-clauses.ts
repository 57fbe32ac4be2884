import type { Ctx } from '../../context.ts';
import { diffAgreements } from '../../core/agreement/diff-agreements.ts';
import { describeMeasures, findBoundSide } from '../../core/agreement/measures.ts';
import { sectionOf } from '../../core/agreement/sentence.ts';
import { describeAgreement } from '../../core/agreement/sentences.ts';
import { type LoadedVersion, loadSteps } from '../agreements/load-version.ts';
import type { ClauseReading } from './schema.ts';
import { type AnswerRow, countBound, countComments, listAnswers } from './store.ts';

/** So many versions back it is counted how often a clause changed. */
export const mostSteps = 30;

/** A version clause by clause, with what is said around each. */
export async function listClauses(ctx: Ctx, versionId: string): Promise<{ data: ClauseReading[] }> {
  const { steps } = await loadSteps(ctx, versionId, mostSteps);
  const [version] = steps;
  if (version === undefined) return { data: [] };
  const sentences = describeAgreement(version.agreement);
  const comments = new Map((await countComments(ctx, version.number)).map((row) => [row.clause, row]));
  const answers = Map.groupBy(await listAnswers(ctx, versionId), ({ clause }) => clause);
  const bound = await countBound(ctx);
  const measures = describeMeasures(version.agreement);
  const changes = countChanges(steps);
  const data = sentences.map(({ clause, name, text }): ClauseReading => {
    const said = comments.get(clause);
    const measured = measures.get(clause);
    const state = version.status === 'in-force' ? ('not-measured' as const) : ('not-in-force' as const);
    return {
      clause,
      section: sectionOf(clause),
      name,
      sentence: text,
      comments: { all: said?.all ?? 0, openQuestions: said?.openQuestions ?? 0 },
      changes: changes(clause),
      compliance: measured === undefined ? null : { state, sentence: measured },
      canKeep: summariseAnswers(ctx, { clause, text }, answers.get(clause) ?? [], bound),
    };
  });
  return { data };
}

/** In how many of the versions a clause was written or changed; the oldest that is looked at counts as where it began. */
function countChanges(steps: readonly LoadedVersion[]): (clause: string) => number {
  const counts = new Map<string, number>();
  const count = (clauses: ReadonlySet<string>) => {
    for (const clause of clauses) counts.set(clause, (counts.get(clause) ?? 0) + 1);
  };
  for (const [index, step] of steps.entries()) {
    const before = steps[index + 1];
    count(
      new Set(
        before === undefined
          ? describeAgreement(step.agreement).map(({ clause }) => clause)
          : diffAgreements(before.agreement, step.agreement).map(({ clause }) => clause),
      ),
    );
  }
  return (clause) => counts.get(clause) ?? 0;
}

type Bound = Awaited<ReturnType<typeof countBound>>;

function summariseAnswers(
  ctx: Ctx,
  { clause, text }: { clause: string; text: string },
  rows: readonly AnswerRow[],
  bound: Bound,
): ClauseReading['canKeep'] {
  const side = findBoundSide(clause);
  if (side === null) return null;
  const current = rows.filter(({ sentence }) => sentence === text);
  const people = bound.filter(({ department }) => department === side || department === 'both');
  const { actor } = ctx;
  const own = rows.find(({ memberId }) => memberId === actor.id);
  const yes = current.filter(({ canKeep }) => canKeep).length;
  return {
    yes,
    no: current.length - yes,
    unanswered: Math.max(0, people.reduce((sum, { members }) => sum + members, 0) - current.length),
    outdated: rows.length - current.length,
    remarks: current.flatMap(({ canKeep, remark }) => (remark === null ? [] : { canKeep, remark })),
    asked: isAsked(ctx, side),
    mine: own === undefined ? null : { canKeep: own.canKeep, remark: own.remark, isCurrent: own.sentence === text },
  };
}

/** Whom a promise of a side binds: who works in it, not who looks on. */
export function isAsked({ actor }: Ctx, side: 'marketing' | 'sales'): boolean {
  if (actor.kind !== 'member' || actor.role === 'viewer' || actor.role === 'sponsor') return false;
  return actor.department === side || actor.department === 'both';
}
