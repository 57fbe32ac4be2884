import { isLeaf, listLeaves } from './condition.ts';
import { findField } from './fields.ts';
import { formatMinute, formatRecurrence } from './recurrence.ts';
import type { Agreement } from './schema.ts';
import { type Speech, sayComparison, sayCondition } from './sentence-condition.ts';
import { promiseTopics } from './sentence-promises.ts';
import { sayTouchOf } from './sentence-touch.ts';
import {
  capitalise,
  joinWords,
  lowerFirst,
  sayCount,
  sayDuration,
  sayKey,
  sayMoment,
  sayMoney,
  sayNumber,
  sayShare,
  sayWho,
} from './sentence-words.ts';

type Item<List extends keyof Agreement> = NonNullable<Agreement[List]> extends readonly (infer One)[] ? One : never;
type Scoring = NonNullable<Agreement['scoring']>;
type Feedback = NonNullable<Agreement['feedback']>;

/**
 * The sentence of a fit rule.
 *
 * @example
 * sayFitRule(agreement.scoring.fit[0], speech)
 * // 'A contact gains 30 points of fit when its persona is Olivia Operations.'
 */
export function sayFitRule({ points, when }: Scoring['fit'][number], speech: Speech): string {
  return `A contact ${points > 0 ? 'gains' : 'loses'} ${sayCount(Math.abs(points), 'point')} of fit when ${sayCondition(when, speech)}.`;
}

/**
 * The sentence of an engagement rule, such as "A page view under /pricing adds 15 points to engagement …".
 *
 * @example
 * sayEngagementRule(agreement.scoring.engagement.rules[1], 'never', speech)
 * // 'A page view under /pricing adds 15 points to engagement, at most 30 in all, and halves every 14 days.'
 */
export function sayEngagementRule(
  rule: Scoring['engagement']['rules'][number],
  usual: Scoring['engagement']['halfLife'],
  speech: Speech,
): string {
  const { points, touch, atMost, when } = rule;
  const leaves = when ? listLeaves(when) : [];
  const isPlain = leaves.every(
    ({ leaf, path }) => path.length === 2 && path[0] === 'all' && leaf.field.startsWith('touch.'),
  );
  const own = isPlain ? leaves.map(({ leaf }) => leaf) : [];
  const { noun, rest } = sayTouchOf(touch, own, (leaf) => sayComparison(leaf, speech));
  const form =
    touch === 'form-submitted' ? own.find(({ field, op }) => field === 'touch.form' && op === 'equals') : undefined;
  const subject = form && own.length === 1 ? `the form "${sayKey(String(form.value))}"` : `${noun}${rest}`;
  const further = when && !isPlain ? `, when ${sayCondition(when, speech)}` : '';
  const most = atMost === undefined ? '' : `, at most ${sayNumber(atMost)} in all`;
  const halfLife = rule.halfLife ?? usual;
  const decay = halfLife === 'never' ? ', and keeps its worth' : `, and halves every ${sayDuration(halfLife)}`;
  const verb = points > 0 ? 'adds' : 'takes';
  const end = points > 0 ? 'to engagement' : 'from engagement';
  return `${capitalise(subject)} ${verb} ${sayCount(Math.abs(points), 'point')} ${end}${most}${decay}${further}.`;
}

/**
 * The sentence of a stage: how it is entered, what must be known, and who is handed the lead.
 *
 * @example
 * sayStage(agreement.stages[4], speech)
 * // 'Sales makes a contact "Confirmed"; it comes with confirmed need and confirmed timing.'
 */
export function sayStage(stage: Item<'stages'>, speech: Speech): string {
  const { enterWhen, by, requires, handTo } = stage;
  let entry = by
    ? `${sayWho(by)} ${by === 'both' ? 'make' : 'makes'} a contact "${stage.name}"`
    : `A contact never becomes "${stage.name}"`;
  if (enterWhen === 'created') entry = `A contact becomes "${stage.name}" as soon as we know it`;
  else if (enterWhen) entry = `${sayBecoming(stage.name)} when ${sayCondition(enterWhen, speech)}`;
  if (enterWhen && by) entry += `, or when ${sayWho(by)} ${by === 'both' ? 'say' : 'says'} so`;
  const labels = requires.map(sayRequired);
  const needs = labels.length > 0 ? `; it comes with ${joinWords(labels, 'and')}` : '';
  return `${entry}${needs}${handTo ? `; it is handed to ${sayWho(handTo)}` : ''}.`;
}

/** A stage that is called "Sales-ready lead" is said as people say it. */
function sayBecoming(name: string): string {
  const quality = /^(\p{Lu}\p{Ll}.*) lead$/u.exec(name)?.[1];
  return quality === undefined ? `A contact becomes "${name}"` : `A lead is ${lowerFirst(quality)}`;
}

function sayRequired(name: string): string {
  const field = findField(name);
  if (name.includes('consent.')) return `consent to ${sayKey(field?.key ?? '')}`;
  return field?.key === undefined ? (field?.label ?? sayKey(name)) : `"${sayKey(field.key)}"`;
}

/**
 * The sentence of a routing rule.
 *
 * @example
 * sayRoutingRule(agreement.routing[2], speech)
 * // 'All other leads go to the team Inbound in turn.'
 */
export function sayRoutingRule(rule: Item<'routing'>, speech: Speech): string {
  const { when, to, method, cap, creditBack } = rule;
  const [only] = when && 'all' in when && when.all.length === 1 ? when.all : [];
  const segment = only && isLeaf(only) && only.field === 'segment' && only.op === 'equals' ? String(only.value) : null;
  let which = when ? `When ${sayCondition(when, speech)}, a lead goes` : 'All other leads go';
  if (segment !== null) which = `Leads of ${lowerFirst(speech.names.get(`segment:${segment}`) ?? sayKey(segment))} go`;
  const targets = {
    'account-owner': 'to the owner of the company',
    'contact-owner': 'to the owner of the contact',
    team: `to the team ${capitalise(to.kind === 'team' ? to.team : '')}`,
    member: `to ${capitalise(to.kind === 'member' ? to.member : '')}`,
  };
  const turn = to.kind === 'team' ? (method === 'weighted' ? ' in turn by weight' : ' in turn') : '';
  const most = cap === undefined ? '' : `, to nobody with ${sayCount(cap, 'open lead')}`;
  const causes = [
    ...(creditBack?.reasons ?? []).map((reason) => `"${speech.names.get(`reason:${reason}`) ?? sayKey(reason)}"`),
    ...(creditBack?.outcomes.length ? ['a meeting to which nobody came'] : []),
  ];
  const back = causes.length > 0 ? `; the turn is given back for ${joinWords(causes, 'or')}` : '';
  return `${which} ${targets[to.kind]}${turn}${most}${back}.`;
}

/**
 * The sentence of a lead's value.
 *
 * @example
 * sayLeadValue(agreement.leadValues[2], speech)
 * // 'Any other lead is worth EUR 900: 1 % of them are won for EUR 90,000 on average, measured on 4,120 leads until 15 September 2026.'
 */
export function sayLeadValue(value: Item<'leadValues'>, speech: Speech): string {
  const worth = sayMoney(Math.round(value.rate * value.average * 100) / 100, speech.currency);
  const which = value.when
    ? `A lead is worth ${worth} when ${sayCondition(value.when, speech)}`
    : `Any other lead is worth ${worth}`;
  const basis = `${sayShare(value.rate)} of them are won for ${sayMoney(value.average, speech.currency)} on average`;
  return `${which}: ${basis}, measured on ${sayCount(value.n, 'lead')} until ${sayMoment(value.asOf)}.`;
}

/**
 * The sentence of a step of the ladder.
 *
 * @example
 * sayEscalation(agreement.escalation[0])
 * // 'When 50 % of the promised time has passed, the owner is told.'
 */
export function sayEscalation(step: Item<'escalation'>): string {
  const told = joinWords(
    step.tell.flatMap((who) => (who === 'board' ? ['both heads', 'the Scoreboard'] : [sayWho(who)])),
    'and',
  );
  const acts = [
    told && `${told} ${step.tell.length === 1 && step.tell[0] !== 'board' ? 'is' : 'are'} told`,
    step.do && 'the lead goes to somebody else',
  ];
  return `When ${sayShare(step.at)} of the promised time has passed, ${acts.filter(Boolean).join(' and ')}.`;
}

/**
 * The sentence of a consequence, in the words on which both sides agreed.
 *
 * @example
 * sayConsequence(agreement.consequences[0])
 * // 'When Sales answers in time less than 80 % of the leads of a month, Sales moves the missed leads to the fallback team and brings one change to the review; the head of Sales sees to it.'
 */
export function sayConsequence({ when, then, owner }: Item<'consequences'>): string {
  const topic =
    promiseTopics[when.promise as keyof typeof promiseTopics] ?? 'a promise is kept in less than LEVEL of the cases';
  const what = topic.replace('LEVEL', when.below === undefined ? 'the agreed level' : sayShare(when.below));
  return `When ${what}${when.per ? ` of a ${when.per}` : ''}, ${then}; ${sayWho(owner)} sees to it.`;
}

const verdicts: Record<string, string> = {
  accept: 'is accepted',
  recycle: 'goes back to Marketing',
  disqualify: 'is closed',
  'not-a-lead': 'is closed as never a lead',
  attach: 'joins what is already being worked',
  chosen: 'goes where the rep decides',
};
const fixers: Record<string, string> = {
  targeting: 'whom we address',
  scoring: 'how we score',
  data: 'our data',
  timing: 'our timing',
  process: 'our process',
};

/**
 * The sentence of a reason to reject or hand back.
 *
 * @example
 * sayReason(agreement.feedback.reasons[2])
 * // 'A lead with the reason "Never was a lead" is closed as never a lead; it points to how we score.'
 */
export function sayReason(reason: Feedback['reasons'][number]): string {
  const { name, verdict, fixer, wakeUp, onlyAfter, textRequired, by } = reason;
  const wake = wakeUp === undefined ? '' : ` and wakes up after ${sayDuration(wakeUp)}`;
  const parts = [
    `A lead with the reason "${name}" ${verdicts[verdict ?? 'chosen']}${wake}`,
    `it points to ${fixers[fixer ?? 'targeting']}`,
    onlyAfter && 'it may be given only after the promised attempts',
    textRequired && 'the rep says in words what it is',
    by && 'only a rule gives it, never a person',
  ];
  return `${parts.filter(Boolean).join('; ')}.`;
}

/**
 * What a reason points to, in words.
 *
 * @example
 * sayFixer('data') // 'our data'
 */
export function sayFixer(fixer: string): string {
  return fixers[fixer] ?? sayKey(fixer);
}

/**
 * The sentence of a meeting.
 *
 * @example
 * sayMeeting(agreement.meetings[1])
 * // '"Agreement review" is held on the first Tuesday of every month at 14:00 for 60 minutes with both heads and the sponsor.'
 */
export function sayMeeting({ name, every, minutes, invite }: Item<'meetings'>): string {
  const day = formatRecurrence({ ...every, every: 'month' }).replace(/ \d\d:\d\d$/, '');
  const often = every.every === 'week' ? `every ${day}` : `on the ${day} of every ${every.every}`;
  return `"${name}" is held ${often} at ${formatMinute(every.minute)} for ${minutes} minutes with ${joinWords(invite.map(sayWho), 'and')}.`;
}

/**
 * The sentence of a word of the common language.
 *
 * @example
 * sayWord(agreement.vocabulary[2])
 * // '"Tire kicker" means: A person who engages but has no role in a purchase; the head of Sales keeps this word; Marketing used to say "engaged contact"; Sales used to say "time waster".'
 */
export function sayWord({ term, owner, marketingSays, salesSays, means }: Item<'vocabulary'>): string {
  const olds = [
    marketingSays && `Marketing used to say "${marketingSays}"`,
    salesSays && `Sales used to say "${salesSays}"`,
  ];
  const meaning = means.trim().replace(/\.$/, '');
  return `"${term}" means: ${[meaning, `${sayWho(owner)} keeps this word`, ...olds].filter(Boolean).join('; ')}.`;
}
