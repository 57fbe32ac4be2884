/** The fields that a condition can be made of, in groups and in words, and the words of the operators. */
import type { Catalogue, CatalogueField } from '../../../src/core/agreement/catalogue.ts';
import { type FieldDefinition, fieldDefinitions } from '../../../src/core/agreement/fields.ts';
import type { Operator } from '../../../src/core/agreement/operators.ts';
import { capitalise, sayKey } from '../../../src/core/agreement/sentence-words.ts';

export type Asked = 'contact' | 'account';
type Choice = { value: string; label: string };

const groups: [prefix: string, group: string][] = [
  ['contact.', 'Person'],
  ['account.', 'Company'],
  ['consent.', 'Consent'],
  ['touch.', 'Touches'],
  ['deal.', 'Deals'],
  ['confirm.', 'Confirmed by Sales'],
];
const derived = 'Where they stand';
const groupOf = (name: string) => groups.find(([prefix]) => name.startsWith(prefix))?.[1] ?? derived;

/** Those whose name takes a key of one's own, and what is asked for. */
export const keyed: Record<string, { label: string; key: string }> = {
  'contact.custom.*': { label: 'Own field of the person …', key: 'Name of the own field' },
  'account.custom.*': { label: 'Own field of the company …', key: 'Name of the own field' },
  'consent.*': { label: 'Consent to …', key: 'Purpose of the consent' },
  'touch.prop.*': { label: 'Property of the touch …', key: 'Name of the property' },
};

/**
 * Which entry of the list a field is: its own name, or that of the family whose key it has.
 *
 * @example
 * familyOf('consent.newsletter', []) // 'consent.*'
 * familyOf('contact.custom.plan', ['contact.custom.plan']) // 'contact.custom.plan'
 */
export function familyOf(field: string, known: readonly string[]): string {
  if (known.includes(field)) return field;
  const plain = field.startsWith('contact.consent.') ? field.slice('contact.'.length) : field;
  return Object.keys(keyed).find((family) => plain.startsWith(family.slice(0, -1))) ?? field;
}

/**
 * The list of fields; of companies only those of companies can be asked. Own fields that are known stand by their names.
 *
 * @param more further fields by name with a label, such as own fields
 */
export function fieldChoices(
  asked: Asked,
  catalogue: Catalogue,
  labels: ReadonlyMap<string, string> = new Map(),
): { group: string; items: Choice[] }[] {
  const own = Object.keys(catalogue.customFields ?? {}).map((name) => ({
    group: groupOf(name),
    value: name,
    label: labels.get(name) ?? capitalise(sayKey(name.slice(name.lastIndexOf('.') + 1))),
  }));
  const fixed = fieldDefinitions
    .filter(({ name }) => isOffered(name, catalogue))
    .map((definition) => ({ group: groupOf(definition.name), value: definition.name, label: labelOf(definition) }));
  const offered = [...fixed, ...own].filter(({ value }) => asked === 'contact' || value.startsWith('account.'));
  const order = asked === 'contact' ? ['Person', derived] : [];
  const names = [...new Set([...order, ...offered.map(({ group }) => group)])];
  return names.map((group) => ({
    group,
    items: offered.filter((one) => one.group === group).map(({ value, label }) => ({ value, label })),
  }));
}

/** Without an agreement nobody has a persona. */
function isOffered(name: string, { choices }: Catalogue): boolean {
  const from = fieldDefinitions.find((one) => one.name === name)?.choicesFrom;
  return from === undefined || choices[from].length > 0;
}

function labelOf({ name, label }: FieldDefinition): string {
  const family = keyed[name];
  if (family) return family.label;
  return capitalise(label);
}

const words: Record<Operator, string> = {
  equals: 'is',
  'not-equals': 'is known and not',
  in: 'is one of',
  'not-in': 'is known and none of',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  'matches-any': 'has the words',
  exists: 'is known',
  'not-exists': 'is not known',
  'is-free-mailbox': 'is a free mailbox',
  'is-disposable': 'is a throw-away address',
  'at-least': 'is at least',
  'at-most': 'is at most',
  'more-than': 'is more than',
  'less-than': 'is less than',
  between: 'is between',
  is: 'is',
  before: 'is before',
  after: 'is after',
  'within-last': 'is within the last',
  'older-than': 'is longer ago than',
  'includes-any': 'has one of',
  'includes-all': 'has all of',
};

/**
 * @example
 * operatorWord('within-last', undefined) // 'is within the last'
 */
export function operatorWord(operator: Operator, field: Pick<CatalogueField, 'type'> | undefined): string {
  if (field?.type === 'list') return operator === 'includes-all' ? 'are all of' : 'are any of';
  return words[operator];
}
