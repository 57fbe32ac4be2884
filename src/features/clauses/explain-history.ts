import type { Ctx } from '../../context.ts';
import { diffAgreements } from '../../core/agreement/diff-agreements.ts';
import type { Sentence } from '../../core/agreement/sentence.ts';
import { describeAgreement } from '../../core/agreement/sentences.ts';
import type { CallOutput } from '../../core/contract.ts';
import { type LoadedVersion, loadSteps } from '../agreements/load-version.ts';
import { mostSteps } from './list-clauses.ts';
import type { getClauseHistory as contract } from './schema.ts';

type History = CallOutput<typeof contract>;

/** Which versions wrote or changed a clause, the newest first. */
export async function explainHistory(ctx: Ctx, versionId: string, clause: string): Promise<History> {
  const { steps, olderThan } = await loadSteps(ctx, versionId, mostSteps);
  const data = steps.flatMap((step, index) => explainStep(step, steps[index + 1], clause) ?? []);
  return { data, olderThan };
}

function explainStep(
  step: LoadedVersion,
  earlier: LoadedVersion | undefined,
  clause: string,
): History['data'][number] | null {
  const isWithin = (one: { clause: string }) => one.clause === clause || one.clause.startsWith(`${clause}.`);
  const textOf = ({ agreement }: LoadedVersion) => joinSentences(describeAgreement(agreement).filter(isWithin));
  const after = textOf(step);
  const before = earlier === undefined ? '' : textOf(earlier);
  const changes = earlier === undefined ? [] : diffAgreements(earlier.agreement, step.agreement).filter(isWithin);
  if (changes.length === 0 && (earlier !== undefined || after === '')) return null;
  const { id, number, status, summary } = step;
  const { inForceFrom, proposedBy, proposedFor, message } = summary;
  const kind = before === '' ? 'written' : after === '' ? 'removed' : 'changed';
  const sentences = changes.map(({ sentence }) => sentence);
  return {
    version: { id, number, status },
    kind,
    before,
    after,
    sentences,
    inForceFrom,
    proposedBy,
    proposedFor,
    message,
  };
}

const joinSentences = (sentences: readonly Sentence[]) => sentences.map(({ text }) => text).join(' ');
