/** Which leads of the list are chosen, to do the same with all of them. */
import { useCallback, useMemo, useState } from 'react';
import type { HandoffSummary } from '../../../src/features/handoffs/schema.ts';

export type Chosen = ReturnType<typeof useChosen>;

export function useChosen(rows: readonly HandoffSummary[] | undefined) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [isOn, setOn] = useState(false);
  // Those that left the list meanwhile are no longer chosen.
  const chosen = useMemo(() => (rows ?? []).filter(({ id }) => ids.has(id)), [rows, ids]);
  const toggle = useCallback((id: string) => {
    setOn(true);
    setIds((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => {
    setOn(false);
    setIds(new Set());
  }, []);
  const chooseAll = useCallback(() => {
    setOn(true);
    setIds(new Set((rows ?? []).map(({ id }) => id)));
  }, [rows]);
  return { rows: chosen, isOn: isOn || chosen.length > 0, begin: () => setOn(true), toggle, clear, chooseAll };
}
