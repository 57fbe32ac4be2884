/** What fields and rows are called where two records are compared. */
import type { MergePreview } from '../../../src/features/merges/schema.ts';

export type MergeObject = 'contact' | 'account';

const fields: Record<string, string> = {
  firstName: 'First name',
  lastName: 'Last name',
  email: 'Main e-mail',
  phone: 'Main phone',
  zone: 'Time zone',
  accountId: 'Company',
  ownerId: 'Owner',
  foundBy: 'Found by',
  buyingRole: 'Buying role',
  protectedUntil: 'Protected until',
  isTarget: 'Target account',
  createdAt: 'Known since',
  consents: 'Consent',
};

const nouns: Record<string, readonly [one: string, many: string]> = {
  touches: ['touch', 'touches'],
  handoffs: ['handoff', 'handoffs'],
  deals: ['deal', 'deals'],
  keys: ['address or number', 'addresses and numbers'],
  lists: ['list', 'lists'],
  consents: ['consent', 'consents'],
  notes: ['note', 'notes'],
  tasks: ['task', 'tasks'],
  activities: ['activity', 'activities'],
  externalIds: ['id of another system', 'ids of other systems'],
  people: ['person', 'people'],
  domains: ['domain', 'domains'],
};

/**
 * A field by its name on the screen.
 *
 * @example
 * fieldName('custom.plan') // 'Plan'
 */
export function fieldName(field: string): string {
  const own = field.replace(/^custom\./, '');
  const known = own === field ? fields[field] : undefined;
  return known ?? own.charAt(0).toLocaleUpperCase() + own.slice(1);
}

/**
 * What goes with the record, most telling first; what there is none of is left out.
 *
 * @example
 * sayCounts({ touches: 12, deals: 0, handoffs: 1 }, String) // ['12 touches', '1 handoff']
 */
export function sayCounts(counts: Readonly<Record<string, number>>, number: (value: number) => string): string[] {
  return Object.entries(nouns).flatMap(([kind, [one, many]]) => {
    const count = counts[kind] ?? 0;
    return count === 0 ? [] : [`${number(count)} ${count === 1 ? one : many}`];
  });
}

const byId: Record<string, string> = {
  accountId: 'That of the other record',
  ownerId: 'That of the other record',
  foundBy: 'That of the other record',
};

/** A value as a person reads it; ids of other records are said, not shown. */
export function fieldValue(
  { field, after }: Pick<MergePreview['changes'][number], 'field' | 'after'>,
  date: (instant: string) => string,
): string {
  if (byId[field] !== undefined) return byId[field];
  if (field === 'createdAt' || field === 'protectedUntil') return date(String(after));
  if (typeof after === 'boolean') return after ? 'Yes' : 'No';
  if (typeof after !== 'object' || after === null) return String(after ?? '');
  return Object.entries(after)
    .map(([purpose, status]) => `${purpose} ${status === 'granted' ? 'allowed' : 'refused'}`)
    .join(', ');
}
