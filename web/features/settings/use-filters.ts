/** Filters of a page in its address, so that a filtered list can be linked, reloaded and gone back to. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Text of the address by name; what is not there is left out. */
export type Filters = Record<string, string | undefined>;

/**
 * @example
 * const [filters, setFilters] = useFilters(['search', 'department']);
 * setFilters({ department: 'sales' });
 */
export function useFilters<Name extends string>(
  names: readonly Name[],
): [Partial<Record<Name, string>>, (change: Partial<Record<Name, string | null>>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filters: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'string' || typeof value === 'number') filters[name] = String(value);
  }
  const change = useCallback(
    (values: Partial<Record<Name, string | null>>) => {
      const next = (before: Filters): Filters => {
        const given = Object.entries<unknown>({ ...before, ...values }).flatMap(([name, value]) =>
          value === null || value === undefined || value === '' ? [] : [[name, String(value)] as const],
        );
        return Object.fromEntries(given);
      };
      void navigate({ to: '.', search: next as never, replace: true, resetScroll: false });
    },
    [navigate],
  );
  return [filters, change];
}
