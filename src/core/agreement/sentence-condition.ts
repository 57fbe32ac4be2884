import type { Catalogue } from './catalogue.ts';
import { resolveField } from './catalogue.ts';
import { type Condition, type ConditionLeaf, type ConditionPart, isLeaf, readGroup } from './condition.ts';
import { parseDuration } from './duration.ts';
import type { Field } from './fields.ts';
import { sayTouch } from './sentence-touch.ts';
import {
  capitalise,
  joinWords,
  sayCount,
  sayDuration,
  sayKey,
  sayMoment,
  sayMoney,
  sayNumber,
  sayWho,
} from './sentence-words.ts';

/** What sentences need to know: the catalogue, the names behind the keys, and the currency. */
export type Speech = { catalogue: Catalogue; names: ReadonlyMap<string, string>; currency: string };

/**
 * A condition as the part of a sentence after "when".
 *
 * @example
 * sayCondition({ all: [{ field: 'grade', op: 'in', value: ['A1', 'A2'] }] }, speech) // 'its grade is A1 or A2'
 */
export function sayCondition(condition: Condition, speech: Speech): string {
  const { word } = readGroup(condition);
  const said = sayParts(condition, speech, word === 'any');
  if (word === 'any') return said.join(', or when ');
  if (word === 'all') return said.join(' and ');
  return `none of this is so: ${said.join('; ')}`;
}

/** `bare` leaves away the brackets around an `all` that stands by itself after "or when". */
function sayParts(condition: Condition, speech: Speech, bare = false): string[] {
  const { word, parts } = readGroup(condition);
  const isTouch = (part: ConditionPart): part is ConditionLeaf => isLeaf(part) && part.field.startsWith('touch.');
  const touches = word === 'all' ? parts.filter(isTouch) : [];
  let saidTouches = false;
  return parts.flatMap((part) => {
    if (!isLeaf(part)) return [bare && 'all' in part ? sayParts(part, speech).join(' and ') : sayInner(part, speech)];
    if (!isTouch(part)) return [sayLeaf(part, speech)];
    if (word !== 'all') return [sayTouch([part], (leaf) => sayComparison(leaf, speech))];
    if (saidTouches) return [];
    saidTouches = true;
    return [sayTouch(touches, (leaf) => sayComparison(leaf, speech))];
  });
}

function sayInner(condition: Condition, speech: Speech): string {
  const { word, parts } = readGroup(condition);
  const said = sayParts(condition, speech);
  if (word === 'none') return `not (${said.join(' or ')})`;
  return parts.length === 1 ? (said[0] ?? '') : `(${said.join(word === 'all' ? ' and ' : ' or ')})`;
}

const flags: Record<string, readonly [string, string]> = {
  'contact.reachable': ['it can be reached', 'it cannot be reached'],
  'account.is_target': ['its company is a target', 'its company is no target'],
  'deal.open': ['it has an open deal', 'it has a deal that is not open'],
  'deal.won': ['it has a won deal', 'it has a deal that is not won'],
};

function sayLeaf(leaf: ConditionLeaf, speech: Speech): string {
  const field = resolveField(leaf.field, speech.catalogue, leaf.value);
  if (field === undefined) return `its "${sayKey(leaf.field)}" ${sayComparison(leaf, speech)}`;
  const flag = flags[field.name];
  if (flag) return leaf.value === true ? flag[0] : flag[1];
  if (field.name === 'days_since_last_touch' && typeof leaf.value === 'number' && /^(?:at|more|less)-/.test(leaf.op)) {
    return `its last touch was ${sayKey(leaf.op)} ${sayCount(leaf.value, 'day')} ago`;
  }
  if (field.type === 'list') {
    const whose = field.name.startsWith('account.') ? 'its company' : 'it';
    const lists = listValues(leaf).map((value) => `"${value}"`);
    return `${whose} is on the ${lists.length === 1 ? 'list' : 'lists'} ${joinWords(lists, leaf.op === 'includes-all' ? 'and' : 'or')}`;
  }
  if (field.type === 'member' && leaf.op !== 'equals') {
    const whose = field.name.startsWith('account.') ? 'its company' : 'it';
    return `${whose} has ${leaf.op === 'exists' ? 'an' : 'no'} owner`;
  }
  return `its ${labelOf(field)} ${sayComparison(leaf, speech)}`;
}

function labelOf(field: Field): string {
  if (field.name.startsWith('consent.')) return `consent to ${sayKey(field.key ?? '')}`;
  return field.key === undefined ? field.label : `"${sayKey(field.key)}"`;
}

/**
 * The verb and the value of a comparison.
 *
 * @example
 * sayComparison({ field: 'engagement', op: 'at-least', value: 50 }, speech) // 'is at least 50'
 */
export function sayComparison(leaf: ConditionLeaf, speech: Speech): string {
  const field = resolveField(leaf.field, speech.catalogue, leaf.value);
  const values = listValues(leaf).map((value) => sayValue(value, field, speech));
  const [first = '', second = ''] = values;
  const any = joinWords(values, 'or');
  switch (leaf.op) {
    case 'equals':
    case 'in':
      return `is ${any}`;
    case 'not-equals':
    case 'not-in':
      return `is known and not ${any}`;
    case 'contains':
      return `contains ${first}`;
    case 'starts-with':
      return `starts with ${first}`;
    case 'ends-with':
      return `ends with ${first}`;
    case 'matches-any':
      return `has the words ${any}`;
    case 'exists':
      return 'is known';
    case 'not-exists':
      return 'is not known';
    case 'is-free-mailbox':
      return 'is a free mailbox';
    case 'is-disposable':
      return 'is a throw-away address';
    case 'is':
      return leaf.value === true ? 'is true' : 'is not true';
    case 'between':
      return `is from ${first} to ${second}`;
    case 'within-last':
      return `is within the last ${sayLength(leaf.value)}`;
    case 'older-than':
      return `is at least ${sayLength(leaf.value)} ago`;
    case 'at-least':
    case 'at-most':
    case 'more-than':
    case 'less-than':
    case 'before':
    case 'after':
      return `is ${sayKey(leaf.op)} ${first}`;
    default:
      return `is "${sayKey(leaf.op)}" ${first}`;
  }
}

/** Also a draft that is not right yet is said: what nobody knows stands in quotes. */
function sayLength(value: ConditionLeaf['value']): string {
  try {
    return sayDuration(parseDuration(String(value)));
  } catch {
    return `"${String(value)}"`;
  }
}

function listValues({ value }: ConditionLeaf): (string | number | boolean)[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value as string | number | boolean];
}

const plural: Record<string, string> = {
  personas: 'persona',
  segments: 'segment',
  stages: 'stage',
  journey: 'journey',
};

function sayValue(value: string | number | boolean, field: Field | undefined, speech: Speech): string {
  if (field?.choicesFrom !== undefined) {
    return speech.names.get(`${plural[field.choicesFrom]}:${value}`) ?? capitalise(sayKey(String(value)));
  }
  if (field?.name === 'touch.department') return sayWho(String(value));
  if (field?.type === 'choice') return String(value);
  if (field?.type === 'money' && typeof value === 'number') return sayMoney(value, speech.currency);
  if (typeof value === 'number') return sayNumber(value);
  if (field?.type === 'instant' || field?.type === 'date') {
    return /^\d{4}-/.test(String(value)) ? sayMoment(String(value)) : String(value);
  }
  if (field?.type === 'member') return speech.names.get(`member:${value}`) ?? capitalise(sayKey(String(value)));
  if (field?.name === 'touch.form' || field?.name === 'touch.kind') return `"${sayKey(String(value))}"`;
  return `"${value}"`;
}
