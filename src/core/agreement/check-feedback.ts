import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';

const error = (code: string, path: (string | number)[], message: string, remedy: string): Finding => {
  return { severity: 'error', code: `agreement.${code}`, path, message, remedy };
};

/**
 * A reason without verdict or fixer (but `other`, for which the rep picks), with a verdict that is not agreed, or that
 * waits for attempts that nobody promises.
 *
 * @example
 * checkFeedback(agreement) // []
 */
export function checkFeedback({ feedback, salesCommits, stages }: Agreement): Finding[] {
  if (feedback === undefined) {
    const handsOver = stages.some(({ handTo }) => handTo !== undefined);
    if (!handsOver) return [];
    const message = 'Leads are handed over, but there are no reasons to send one back.';
    return [error('no-feedback', ['feedback'], message, 'Add feedback: with verdicts and reasons.')];
  }
  const promisesAttempts = salesCommits.some(({ promise }) => promise === 'attempts');
  return feedback.reasons.flatMap((reason, index) => {
    const path = ['feedback', 'reasons', index];
    const isOther = reason.key === 'other';
    const findings: Finding[] = [];
    const missing = (['verdict', 'fixer'] as const).filter((name) => reason[name] === undefined);
    if (missing.length > 0 && !isOther) {
      const message = `The reason "${reason.name}" has no ${missing.join(' and no ')}.`;
      findings.push(error('reason-incomplete', path, message, `Add ${missing.join(' and ')}.`));
    }
    const { verdict } = reason;
    if (verdict === 'chosen' && !isOther) {
      const message = 'Only the reason "other" leaves the verdict to the rep.';
      findings.push(error('reason-incomplete', [...path, 'verdict'], message, 'Write the verdict that follows.'));
    } else if (verdict !== undefined && verdict !== 'chosen' && !feedback.verdicts.includes(verdict)) {
      const message = `The verdict "${verdict}" is not among the agreed ones.`;
      findings.push(
        error('unknown-verdict', [...path, 'verdict'], message, `Write one of: ${feedback.verdicts.join(', ')}.`),
      );
    }
    if (reason.onlyAfter === 'attempts' && !promisesAttempts) {
      const message = 'This reason waits for attempts that nobody promises.';
      findings.push(
        error('reason-never', [...path, 'onlyAfter'], message, 'Add a promise of attempts, or remove this.'),
      );
    }
    return findings;
  });
}
