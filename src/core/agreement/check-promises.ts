import { weekdays } from '../calendar/schema.ts';
import { listPromises } from './clauses.ts';
import { suggestWord } from './nearest-word.ts';
import type { Finding } from './problem.ts';
import type { Agreement } from './schema.ts';

const error = (code: string, path: (string | number)[], message: string, remedy: string): Finding => {
  return { severity: 'error', code: `agreement.${code}`, path, message, remedy };
};

/**
 * A promise without a calendar, promises and consequences that name what is not there, a consequence that is no
 * commitment with level and period, and attempts that the outreach rules would not leave room for.
 *
 * @example
 * checkPromises(agreement) // []
 */
export function checkPromises(agreement: Agreement): Finding[] {
  return [
    ...checkClocks(agreement),
    ...checkReferences(agreement),
    ...checkConsequences(agreement),
    ...checkAttempts(agreement),
  ];
}

function checkClocks(agreement: Agreement): Finding[] {
  if (agreement.calendar !== undefined) return [];
  const paths = listPromises(agreement)
    .filter(({ promise }) => 'within' in promise || 'over' in promise)
    .map(({ path }) => path);
  if (agreement.feedback?.contest) paths.push(['feedback', 'contest']);
  if (agreement.feedback?.arbitrate) paths.push(['feedback', 'arbitrate']);
  return paths.map((path) =>
    error(
      'no-calendar',
      path,
      'This runs in business time, but there is no calendar.',
      'Add calendar: with timezone and hours.',
    ),
  );
}

function checkReferences(agreement: Agreement): Finding[] {
  const segments = agreement.segments.map(({ key }) => key);
  const reasons = agreement.feedback?.reasons.map(({ key }) => key) ?? [];
  const findings: Finding[] = [];
  for (const { promise, path } of listPromises(agreement)) {
    if ('segment' in promise && promise.segment !== undefined && !segments.includes(promise.segment)) {
      const remedy = suggestWord(promise.segment, segments);
      findings.push(
        error('unknown-segment', [...path, 'segment'], `There is no segment "${promise.segment}".`, remedy),
      );
    }
    for (const [index, reason] of ('reasons' in promise ? promise.reasons : []).entries()) {
      if (reasons.includes(reason)) continue;
      const remedy = suggestWord(reason, reasons);
      findings.push(error('unknown-reason', [...path, 'reasons', index], `There is no reason "${reason}".`, remedy));
    }
    if (promise.promise === 'expected value of sales-ready leads' && agreement.leadValues.length === 0) {
      findings.push(error('no-lead-values', path, 'A value is promised, but no lead has one.', 'Add lead_values.'));
    }
  }
  return findings;
}

function checkConsequences(agreement: Agreement): Finding[] {
  const promised = [...new Set(listPromises(agreement).map(({ promise }) => promise.promise))];
  const findings: Finding[] = agreement.consequences.flatMap(({ when }, index) => {
    const path = ['consequences', index, 'when'];
    const missing = (['below', 'per'] as const).filter((name) => when[name] === undefined);
    if (!promised.some((name) => name === when.promise)) {
      const message = `Nobody promises "${when.promise}".`;
      return [error('consequence', [...path, 'promise'], message, suggestWord(when.promise, promised))];
    }
    if (missing.length === 0) return [];
    const message = 'A consequence needs the level below which it applies, and the period.';
    return [error('consequence', path, message, `Add ${missing.join(' and ')}, such as below: 80%, per: month.`)];
  });
  const owners = new Set(agreement.consequences.map(({ owner }) => owner));
  if (owners.size === 1) {
    const message = 'Only one side bears consequences.';
    const remedy = 'Agree on one for the other side too.';
    findings.push({ severity: 'warning', code: 'agreement.one-sided', path: ['consequences'], message, remedy });
  }
  return findings;
}

const day = 86_400_000;

/**
 * Attempts are counted as if cap and gap bound them. The bound is the most that fit at all, so a finding is certain.
 * Business days become days of the week by the days on which the calendar is open.
 */
function checkAttempts(agreement: Agreement): Finding[] {
  const { outreach, calendar } = agreement;
  if (outreach === undefined) return [];
  const openDays = weekdays.filter((weekday) => (calendar?.hours[weekday] ?? []).length > 0).length || 5;
  return agreement.salesCommits.flatMap((promise, index) => {
    if (promise.promise !== 'attempts') return [];
    const { unit, count } = promise.over;
    const span = unit === 'business-days' ? (count / openDays) * 7 * day : count * 60_000;
    const { cap, gap } = outreach;
    const byCap = cap ? Math.ceil(span / cap.per) * cap.messages : Number.POSITIVE_INFINITY;
    const byGap = gap ? Math.ceil(span / gap) : Number.POSITIVE_INFINITY;
    const most = Math.min(byCap, byGap);
    if (promise.atLeast <= most) return [];
    const why = byCap <= byGap ? 'the cap on messages' : 'the gap between messages';
    return [
      {
        severity: 'warning',
        code: 'agreement.attempts-impossible',
        path: ['salesCommits', index],
        message: `${promise.atLeast} attempts are promised, ${why} leaves room for ${most}.`,
        remedy: 'Promise fewer, over a longer time, or loosen the outreach rules.',
      },
    ];
  });
}
