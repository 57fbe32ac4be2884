import { listPromises } from './clauses.ts';
import type { Agreement } from './schema.ts';
import type { AnyPromise } from './schema-promises.ts';
import { sayShare } from './sentence-words.ts';

/** What is measured of each promise, as it stands behind "What will be measured: ". */
const promiseMeasures: Record<AnyPromise['promise'], string> = {
  'first response': 'the share of leads that Sales answered in time',
  'accept or reject': 'the share of leads that Sales accepted or rejected in time',
  'confirm or return': 'the share of accepted leads that Sales confirmed or returned in time',
  attempts: 'the share of unreachable leads with all attempts made as promised',
  'hand back after the attempts': 'how many leads were handed back after the attempts, and how many came back too soon',
  'sales-ready leads': 'the leads handed over in each period, against the number promised',
  'expected value of sales-ready leads': 'the expected value handed over in each period, against the amount promised',
  'required information delivered': 'the share of leads that were handed over with everything required',
  'missing information completed': 'the share of missing information that Marketing completed in time',
  'rejected with a reason of': 'the share of leads rejected with one of these reasons, in each period',
  'every rejection answered': 'the share of rejections that were answered in time',
};

/**
 * What can be kept, broken or counted of an agreement, by clause: what is measured of it, in one sentence. Clauses that only
 * say what words mean are not among them.
 *
 * @example
 * describeMeasures(agreement).get('salesCommits.respond')
 * // 'What will be measured: the share of leads that Sales answered in time, to be kept at 90 %.'
 */
export function describeMeasures(agreement: Agreement): Map<string, string> {
  const { stages, routing, feedback, kpis, leadValues, journey, segments, personas } = agreement;
  const each = (path: string, keys: readonly string[], text: string) =>
    keys.map((key): [string, string] => [`${path}.${key}`, text]);
  const keys = (items: readonly { key: string }[]) => items.map(({ key }) => key);
  const measures: [string, string][] = [
    ...each('personas', keys(personas), 'how many people are of this persona, and how many of them become customers'),
    ...each('segments', keys(segments), 'how many leads come from this segment, and how many of them become customers'),
    ...each('journey', keys(journey), 'how many people are at this step, and how long they stay'),
    ...each('stages', keys(stages), 'how many people reach this stage, and how long they stay'),
    ...each('routing', keys(routing), 'how many leads this rule hands out, and to whom'),
    ...each('leadValues', keys(leadValues), 'how many such leads became customers, against the rate agreed here'),
    ...each('feedback.reasons', keys(feedback?.reasons ?? []), 'how often a lead is sent back for this reason'),
    ...each(
      'kpis',
      kpis.map(({ id }) => id),
      'this figure in each period, with its target beside it',
    ),
    ...listPromises(agreement).map(({ promise, path }): [string, string] => {
      const level = 'level' in promise ? `, to be kept at ${sayShare(promise.level)}` : '';
      return [`${path[0]}.${promise.key}`, `${promiseMeasures[promise.promise]}${level}`];
    }),
  ];
  return new Map(measures.map(([clause, text]) => [clause, `What will be measured: ${text}.`]));
}

/**
 * Whom a promise binds; null for a clause that is no promise.
 *
 * @example
 * findBoundSide('marketingCommits.volume') // 'marketing'
 */
export function findBoundSide(clause: string): 'marketing' | 'sales' | null {
  if (clause.startsWith('salesCommits.')) return 'sales';
  return clause.startsWith('marketingCommits.') ? 'marketing' : null;
}
