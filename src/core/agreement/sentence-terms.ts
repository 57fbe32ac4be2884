import { parseSpan } from '../calendar/hours.ts';
import { weekdays } from '../calendar/schema.ts';
import { formatShare } from './amount.ts';
import { kpiNames } from './kpi-ids.ts';
import { formatMinute, weekdayNames } from './recurrence.ts';
import type { Agreement } from './schema.ts';
import type { Sentence } from './sentence.ts';
import { sayFixer } from './sentence-clauses.ts';
import type { Speech } from './sentence-condition.ts';
import {
  capitalise,
  joinWords,
  sayBusinessTime,
  sayCount,
  sayDuration,
  sayKey,
  sayMoment,
  sayMoney,
  sayNumber,
  sayShare,
  sayWho,
} from './sentence-words.ts';

type Block<Name extends keyof Agreement> = NonNullable<Agreement[Name]>;
const sentence = (clause: string, name: string, text: string): Sentence => ({ clause, name, text });

/**
 * Name, currency, sponsor, term and calendar.
 *
 * @example
 * describeTerms(agreement)[1].text
 * // 'All amounts are in EUR.'
 */
export function describeTerms({ name, currency, sponsor, term, calendar }: Agreement): Sentence[] {
  const sponsors = {
    none: 'No sponsor signs this agreement.',
    optional: 'The sponsor may sign this agreement as a third party.',
    required: 'This agreement needs the signature of the sponsor, too.',
  };
  const end = term.to === 'open' ? 'without an end' : `until ${sayMoment(term.to)}`;
  const review = term.review ? `, and is reviewed on ${sayMoment(term.review)}` : '';
  return [
    sentence('name', 'Name', `This agreement is called "${name}".`),
    sentence('currency', 'Currency', `All amounts are in ${currency}.`),
    sentence('sponsor', 'Sponsor', sponsors[sponsor]),
    sentence('term', 'Term', `This agreement is in force from ${sayMoment(term.from)} ${end}${review}.`),
    ...(calendar ? describeCalendar(calendar) : []),
  ];
}

function describeCalendar({ timezone, hours, holidays, closed, days }: Block<'calendar'>): Sentence[] {
  const spans = (list: readonly string[]) => joinWords(list.map(saySpan), 'and');
  const week = weekdays.flatMap((weekday, index) => {
    const open = hours[weekday] ?? [];
    return open.length === 0 ? [] : [`${weekdayNames[index]} ${spans(open)}`];
  });
  const own = Object.entries(days).map(
    ([day, open]) => `${sayMoment(day)} ${open.length > 0 ? spans(open) : 'not at all'}`,
  );
  return [
    sentence('calendar.timezone', 'Time zone', `Clocks run by the time of ${timezone.replaceAll('_', ' ')}.`),
    sentence('calendar.hours', 'Hours', `Business time is ${week.join('; ')}.`),
    sentence(
      'calendar.holidays',
      'Holidays',
      holidays ? `The public holidays of ${sayRegion(holidays)} are days off.` : 'Public holidays are working days.',
    ),
    ...(closed.length > 0
      ? [sentence('calendar.closed', 'Closed days', `Closed as well: ${joinWords(closed.map(sayMoment), 'and')}.`)]
      : []),
    ...(own.length > 0 ? [sentence('calendar.days', 'Other hours', `Other hours apply on ${own.join('; ')}.`)] : []),
  ];
}

/** The country in words, and the region as calendars write it where only a part of the country is meant. */
function sayRegion(region: string): string {
  const [country = ''] = region.split('-');
  const name = new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country;
  return region === country ? name : `${name} (${region})`;
}

function saySpan(text: string): string {
  const { start, end } = parseSpan(text);
  const close = end > 1440 ? `${formatMinute(end - 1440)} of the next day` : formatMinute(end);
  return `${formatMinute(start)} to ${close}`;
}

/**
 * The target companies in sentences.
 *
 * @example
 * describeTargets(agreement)[0].text
 * // 'The target companies are at most 25 of tier 1, 75 of tier 2 and 100 of tier 3.'
 */
export function describeTargets({ targetAccounts }: Agreement): Sentence[] {
  if (targetAccounts === undefined) return [];
  const { tiers, rows, sha256 } = targetAccounts;
  const most = Object.entries(tiers).map(([tier, count]) => `${sayNumber(count)} of tier ${tier}`);
  const path = 'targetAccounts';
  return [
    sentence(`${path}.tiers`, 'Target companies', `The target companies are at most ${joinWords(most, 'and')}.`),
    ...(sha256
      ? [sentence(`${path}.sha256`, 'List of targets', `The list of target companies has the SHA-256 ${sha256}.`)]
      : []),
    ...rows.map(({ domain, tier, name }) =>
      sentence(
        `${path}.rows.${domain}`,
        domain,
        `${name ? `${name} (${domain})` : domain} is a target company of tier ${tier}.`,
      ),
    ),
  ];
}

/**
 * Decay, bands and what happens to a returned lead, in sentences.
 *
 * @example
 * describeScoringTerms(agreement.scoring)[0].text
 * // 'Points of engagement halve every 30 days, unless their clause says otherwise.'
 */
export function describeScoringTerms({ engagement, grade, onRecycle, explore }: Block<'scoring'>): Sentence[] {
  const { halfLife } = engagement;
  const returns = {
    keep: 'A lead that goes back to Marketing keeps its engagement.',
    'keep-half': 'A lead that goes back to Marketing keeps half of its engagement.',
    reset: 'A lead that goes back to Marketing starts again without engagement.',
  };
  const { A, B, C } = grade.fit;
  const usual = halfLife === 'never' ? 'keep their worth' : `halve every ${sayDuration(halfLife)}`;
  return [
    sentence(
      'scoring.engagement.halfLife',
      'Decay',
      `Points of engagement ${usual}, unless their clause says otherwise.`,
    ),
    sentence('scoring.grade.fit', 'Fit', `Fit is A from ${A}, B from ${B} and C from ${C} of 100, and D below.`),
    sentence(
      'scoring.grade.engagement',
      'Engagement',
      `Engagement is 1 from ${grade.engagement[1]}, 2 from ${grade.engagement[2]} and 3 from ${grade.engagement[3]} of 100, and 4 below.`,
    ),
    sentence('scoring.onRecycle', 'Returned leads', returns[onRecycle]),
    sentence(
      'scoring.explore',
      'Leads to learn from',
      explore > 0
        ? `${sayShare(explore)} of the leads below the threshold are handed over by chance, so that the threshold can be judged.`
        : 'No lead below the threshold is handed over by chance.',
    ),
  ];
}

/**
 * The protection of leads that a rep found, in a sentence.
 *
 * @example
 * describeProtection(agreement)[0].text
 * // 'A lead that a rep found stays with the rep for 90 days and counts as sourced by Sales.'
 */
export function describeProtection({ protection }: Agreement): Sentence[] {
  if (protection === undefined) return [];
  const text = `A lead that a rep found stays with the rep for ${sayDuration(protection.selfSourced)} and counts as sourced by Sales.`;
  return [sentence('protection.selfSourced', 'Protection', text)];
}

/**
 * Verdicts, answers, contest and arbitration in sentences.
 *
 * @example
 * describeFeedback(agreement)[0].text
 * // 'A lead can be accepted, returned to Marketing, closed, closed as never a lead or joined to what is already being worked.'
 */
export function describeFeedback({ feedback }: Agreement): Sentence[] {
  if (feedback === undefined) return [];
  const { contest, arbitrate, answers } = feedback;
  const names = {
    accept: 'accepted',
    recycle: 'returned to Marketing',
    disqualify: 'closed',
    'not-a-lead': 'closed as never a lead',
    attach: 'joined to what is already being worked',
  };
  const verdicts = joinWords(
    feedback.verdicts.map((verdict) => names[verdict]),
    'or',
  );
  const found = [sentence('feedback.verdicts', 'Verdicts', `A lead can be ${verdicts}.`)];
  for (const [fixer, who] of Object.entries(answers)) {
    found.push(
      sentence(
        `feedback.answers.${fixer}`,
        'Answers',
        `${capitalise(sayWho(who))} answers rejections that point to ${sayFixer(fixer)}.`,
      ),
    );
  }
  if (contest) {
    const often = contest.once ? 'once' : 'again and again';
    const text = `${sayWho(contest.by)} may contest a rejection ${often}, within ${sayBusinessTime(contest.within)}.`;
    found.push(sentence('feedback.contest', 'Contesting', text));
  }
  if (arbitrate) {
    const who = joinWords(arbitrate.by.map(sayWho), 'and');
    const many = arbitrate.by.length > 1;
    const text = `${capitalise(who)} ${many ? 'decide' : 'decides'} on a contested rejection within ${sayBusinessTime(arbitrate.within)}, and without agreement it is ${arbitrate.deadlock}.`;
    found.push(sentence('feedback.arbitrate', 'Arbitration', text));
  }
  return found;
}

/**
 * The outreach rules in sentences.
 *
 * @example
 * describeOutreach(agreement)[0].text
 * // 'Nobody gets more than 3 messages in any 7 days, whoever sends.'
 */
export function describeOutreach({ outreach }: Agreement): Sentence[] {
  if (outreach === undefined) return [];
  const { cap, gap, quietHours, holdMarketingWhile, accountableBeforeLaunch } = outreach;
  const reasons = {
    'open-deal': 'it has an open deal',
    accepted: 'Sales has accepted it',
    'sales-sequence': 'a sequence of Sales runs',
  };
  const found: Sentence[] = [];
  if (cap) {
    const window =
      cap.window === 'rolling' ? `in any ${sayDuration(cap.per)}` : `in ${sayDuration(cap.per)} of the calendar`;
    found.push(
      sentence(
        'outreach.cap',
        'Cap',
        `Nobody gets more than ${sayCount(cap.messages, 'message')} ${window}, whoever sends.`,
      ),
    );
  }
  if (gap !== undefined)
    found.push(sentence('outreach.gap', 'Gap', `Two messages are at least ${sayDuration(gap)} apart, whoever sends.`));
  if (quietHours) {
    const text = `Nothing is sent from ${formatMinute(quietHours.from)} to ${formatMinute(quietHours.to)} in the time of the person.`;
    found.push(sentence('outreach.quietHours', 'Quiet hours', text));
  }
  if (holdMarketingWhile.length > 0) {
    const text = `Marketing holds back messages to a contact while ${joinWords(
      holdMarketingWhile.map((one) => reasons[one]),
      'or',
    )}.`;
    found.push(sentence('outreach.holdMarketingWhile', 'Holding back', text));
  }
  const who = 'who does what in it';
  const text = accountableBeforeLaunch
    ? `A campaign starts only when it says ${who}.`
    : `A campaign may start before it says ${who}.`;
  return [...found, sentence('outreach.accountableBeforeLaunch', 'Campaigns', text)];
}

const models: Record<string, string> = {
  first: 'the first touch',
  last: 'the last touch',
  'last-non-direct': 'the last touch that was not a direct visit',
  linear: 'all touches in equal parts',
  position: 'all touches, most of it to the first and the last',
  'u-lead': 'the first touch and the one that made the lead',
  'w-shaped': 'the first touch and those that made the lead and the deal',
  'full-path': 'the first touch and those that made the lead, the deal and the win',
  'time-decay': 'all touches, more of it to later ones',
  markov: 'each channel by what would be lost without it',
  shapley: 'each channel by its average contribution',
};

/**
 * How credit for a win is given, in sentences.
 *
 * @example
 * describeCredit(agreement)[0].text
 * // 'Credit for a won deal goes to the first touch and those that made the lead and the deal, from the 180 days before, over the touches of all contacts of the company that take part in the deal.'
 */
export function describeCredit({ credit }: Agreement): Sentence[] {
  if (credit === undefined) return [];
  const { model, lookback, level, halfLife, markovOrder, compareWith } = credit;
  const whose =
    level === 'account' ? 'all contacts of the company that take part in the deal' : 'the main contact of the deal';
  const others = compareWith.map((one) => models[one] ?? one);
  return [
    sentence(
      'credit.model',
      'Credit',
      `Credit for a won deal goes to ${models[model]}, from the ${sayDuration(lookback)} before, over the touches of ${whose}.`,
    ),
    sentence(
      'credit.halfLife',
      'Decay of credit',
      `Where later touches count more, a touch counts half as much every ${sayDuration(halfLife)}.`,
    ),
    sentence(
      'credit.markovOrder',
      'Memory',
      `Where channels are compared by what would be lost, the memory is ${sayCount(markovOrder, 'channel')} long.`,
    ),
    ...(others.length > 0
      ? [sentence('credit.compareWith', 'Comparison', `Credit is shown beside that for: ${others.join('; ')}.`)]
      : []),
  ];
}

/**
 * The plan in a sentence.
 *
 * @example
 * describePlan(agreement)[0].text
 * // 'Sales is to win EUR 1,200,000 each quarter, 60 % of it from Marketing, planned to hold in 80 of 100 cases.'
 */
export function describePlan({ plan, currency }: Agreement): Sentence[] {
  if (plan === undefined) return [];
  const { quota, marketingShare, confidence } = plan;
  const text = `Sales is to win ${sayMoney(quota.amount, currency)} each ${quota.per}, ${sayShare(marketingShare)} of it from Marketing, planned to hold in ${confidence.slice(1)} of 100 cases.`;
  return [sentence('plan', 'Plan', text)];
}

const moneyKpis = new Set(['mql_value', 'sourced', 'influenced', 'cpl', 'cac', 'pipe_velocity', 'misalignment_cost']);

/**
 * The sentence of a shared number.
 *
 * @example
 * sayKpi(agreement.kpis[1], speech)
 * // 'Both departments look at "first responses in time" with a target of 90 %.'
 */
export function sayKpi({ id, target, pair, from, to }: Agreement['kpis'][number], speech: Speech): string {
  const stage = (key: string) => `"${speech.names.get(`stage:${key}`) ?? sayKey(key)}"`;
  const path = `${from ? ` from ${stage(from)}` : ''}${to ? ` to ${stage(to)}` : ''}`;
  const beside = pair ? `, beside "${kpiNames[pair]}"` : '';
  let goal = 'without a target';
  if (target?.kind === 'share') goal = `with a target of ${sayShare(target.share)}`;
  else if (target?.kind === 'duration') goal = `with a target of ${sayDuration(target.duration)}`;
  else if (target) {
    const amount = moneyKpis.has(id) ? sayMoney(target.amount, speech.currency) : sayNumber(target.amount);
    goal = `with a target of ${amount}${target.kind === 'amount-per' ? ` each ${target.per}` : ''}`;
  }
  return `Both departments look at "${kpiNames[id]}"${path} ${goal}${beside}.`;
}

/**
 * By what a step of the ladder is known.
 *
 * @example
 * ladderId({ at: 0.5 }) // '50%'
 */
export function ladderId({ at }: { at: number }): string {
  return formatShare(at);
}
