import { sortKey } from '../text.ts';

/**
 * The member whom an agreement names as `member:ana-ruiz`, by id or by name in lower-case letters and digits with hyphens
 * between; null when nobody is called so, or more than one.
 *
 * @example
 * findNamedMember([{ id: 'm1', name: 'Ana Ruiz' }], 'ana-ruiz') // 'm1'
 */
export function findNamedMember(members: readonly { id: string; name: string }[], named: string): string | null {
  const byId = members.find(({ id }) => id === named);
  if (byId !== undefined) return byId.id;
  const called = members.filter(({ name }) => nameKey(name) === named);
  return called.length === 1 ? (called[0]?.id ?? null) : null;
}

function nameKey(name: string): string {
  return sortKey(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
