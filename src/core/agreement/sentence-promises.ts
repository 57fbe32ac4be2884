import type { Condition } from './condition.ts';
import { isLeaf, readGroup } from './condition.ts';
import type { AnyPromise } from './schema-promises.ts';
import { type Speech, sayCondition } from './sentence-condition.ts';
import {
  joinWords,
  pluralise,
  sayBusinessTime,
  sayCount,
  sayDuration,
  sayKey,
  sayMoney,
  sayNumber,
  sayShare,
} from './sentence-words.ts';

/** How a promise is missed, in sentences about it; "of a month" may follow. */
export const promiseTopics: Record<AnyPromise['promise'], string> = {
  'first response': 'Sales answers in time less than LEVEL of the leads',
  'accept or reject': 'Sales decides in time on less than LEVEL of the leads',
  'confirm or return': 'Sales confirms or returns in time less than LEVEL of the leads',
  attempts: 'Sales makes the promised attempts for less than LEVEL of the leads',
  'hand back after the attempts': 'Sales hands back as promised less than LEVEL of the leads',
  'sales-ready leads': 'Marketing delivers less than LEVEL of the promised leads',
  'expected value of sales-ready leads': 'Marketing delivers less than LEVEL of the promised value',
  'required information delivered': 'Marketing delivers less than LEVEL of the promised information',
  'missing information completed': 'Marketing completes in time less than LEVEL of the missing information',
  'rejected with a reason of': 'Marketing keeps less than LEVEL of its promise on unfit leads',
  'every rejection answered': 'rejections are answered in time in less than LEVEL of the cases',
};

const usualLevel = 0.9;

/**
 * A promise in one sentence. `lead` is what the agreement calls a lead that is handed over.
 *
 * @example
 * sayPromise(agreement.salesCommits[0], 'sales-ready lead', speech)
 * // 'Sales answers a sales-ready lead of grade A1 within 1 business hour.'
 */
export function sayPromise(promise: AnyPromise, lead: string, speech: Speech): string {
  const level = 'level' in promise ? sayLevel(promise.level) : '';
  const when = 'when' in promise && promise.when ? sayWhich(promise.when, speech) : '';
  const which = `a ${lead}${when}`;
  const leads = `${pluralise(lead)}${'segment' in promise && promise.segment ? ` of ${nameOf(promise.segment, speech)}` : ''}${when}`;
  switch (promise.promise) {
    case 'first response':
      if (promise.keptBy === 'first-two-way-contact') {
        return `Sales talks with ${which} within ${sayBusinessTime(promise.within)}${level}; an attempt alone is not enough.`;
      }
      return `Sales answers ${which} within ${sayBusinessTime(promise.within)}${level}.`;
    case 'accept or reject':
      return `Sales accepts or rejects ${which} within ${sayBusinessTime(promise.within)}${level}, and one left undecided counts as accepted.`;
    case 'confirm or return':
      return `Sales confirms or returns ${which} within ${sayBusinessTime(promise.within)}${level}.`;
    case 'attempts': {
      const channels = promise.channels > 1 ? ` over ${sayCount(promise.channels, 'channel')}` : '';
      const apart = `, ${sayDuration(promise.apart)} or more apart`;
      return `Sales tries at least ${sayCount(promise.atLeast, 'time')} to reach ${which} within ${sayBusinessTime(promise.over)}${channels}${apart}${level}.`;
    }
    case 'hand back after the attempts': {
      const again = promise.sameRepAgainAfter;
      const rep = again ? `, which goes to the same rep again only after ${sayDuration(again)}` : '';
      const cycles = promise.atMostCycles;
      const most = cycles
        ? `, and is passed at most ${sayCount(cycles.count, 'time')} in ${sayDuration(cycles.per)}`
        : '';
      return `Sales hands back a ${lead} that was not reached after the attempts${rep}${most}.`;
    }
    case 'sales-ready leads':
      return `Marketing delivers at least ${sayNumber(promise.atLeast)} ${leads} each ${promise.per}.`;
    case 'expected value of sales-ready leads':
      return `Marketing delivers ${leads} worth at least ${sayMoney(promise.atLeast, speech.currency)} each ${promise.per}.`;
    case 'required information delivered':
      return `Marketing delivers the required information with at least ${sayShare(promise.atLeast)} of the ${pluralise(lead)} of a ${promise.per}.`;
    case 'missing information completed':
      return `Marketing completes missing information of ${which} within ${sayBusinessTime(promise.within)}${level}.`;
    case 'rejected with a reason of': {
      const reasons = promise.reasons.map((reason) => `"${speech.names.get(`reason:${reason}`) ?? sayKey(reason)}"`);
      return `Sales has to reject at most ${sayShare(promise.atMost)} of the ${pluralise(lead)} of a ${promise.per} because of ${joinWords(reasons, 'or')}.`;
    }
    case 'every rejection answered':
      return `Every rejection of ${which} is answered within ${sayBusinessTime(promise.within)}${level}.`;
  }
}

function sayLevel(level: number): string {
  if (level === usualLevel) return '';
  return level === 1 ? ', in every case' : `, in at least ${sayShare(level)} of the cases`;
}

/** "of grade A1 or A2" where the condition says no more than that, else "when …". */
function sayWhich(when: Condition, speech: Speech): string {
  const { word, parts } = readGroup(when);
  const [only] = parts;
  if (
    word !== 'none' &&
    parts.length === 1 &&
    only &&
    isLeaf(only) &&
    only.field === 'grade' &&
    /^(in|equals)$/.test(only.op)
  ) {
    return ` of grade ${joinWords([only.value ?? []].flat().map(String), 'or')}`;
  }
  return ` when ${sayCondition(when, speech)}`;
}

function nameOf(segment: string, speech: Speech): string {
  return `the segment ${speech.names.get(`segment:${segment}`) ?? sayKey(segment)}`;
}
