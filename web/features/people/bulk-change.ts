import { buyingRoles } from '../../../src/core/buying-role.ts';
import type { AccountAction, ContactAction } from '../../../src/features/bulk-edits/schema.ts';

/** What can be changed of many, in the order in which it is offered. */
export const bulkFields = {
  contact: [
    { value: 'ownerId', label: 'Owner' },
    { value: 'stage', label: 'Stage' },
    { value: 'title', label: 'Title' },
    { value: 'country', label: 'Country' },
    { value: 'buyingRole', label: 'Role in a purchase' },
    { value: 'own', label: 'A field of our own' },
  ],
  account: [
    { value: 'ownerId', label: 'Owner' },
    { value: 'industry', label: 'Industry' },
    { value: 'country', label: 'Country' },
    { value: 'tier', label: 'Target tier' },
    { value: 'isTarget', label: 'Target company' },
    { value: 'own', label: 'A field of our own' },
  ],
} as const;

export type BulkValues = {
  field: string;
  /** Takes the value away instead of setting one. */
  clear: boolean;
  value: string;
  /** The name of an own field. */
  key: string;
};

/** What the form means, or which of its fields is wrong and why. */
export function readBulkAction({
  field,
  clear,
  value,
  key,
}: BulkValues): { action: ContactAction | AccountAction } | { faults: Partial<Record<keyof BulkValues, string>> } {
  const text = value.trim();
  if (field === 'stage')
    return text ? { action: { kind: 'stage', to: text } } : { faults: { value: 'Choose a stage.' } };
  if (field === 'own' && key.trim() === '') return { faults: { key: 'Say which field.' } };
  if (!clear && text === '' && field !== 'isTarget')
    return { faults: { value: 'Fill this in, or choose to clear it.' } };
  const set = (change: object) => ({ action: { kind: 'set', change } as ContactAction | AccountAction });
  if (field === 'own') return set({ fields: { [key.trim()]: clear ? null : readOwn(text) } });
  if (field === 'isTarget') return set({ isTarget: !clear });
  if (clear) return set({ [field]: null });
  if (field === 'tier') {
    const tier = Number(text);
    return Number.isInteger(tier) && tier >= 1 && tier <= 9
      ? set({ tier })
      : { faults: { value: 'A tier is a number from 1 to 9.' } };
  }
  if (field === 'buyingRole' && !buyingRoles.some((role) => role === text))
    return { faults: { value: 'Choose a role.' } };
  return set({ [field]: text });
}

/** As a form of one record reads own fields: numbers and yes or no are kept as such. */
function readOwn(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/.test(text) ? Number(text) : text;
}
