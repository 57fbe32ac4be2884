import { useEffect, useState } from 'react';
import type { HandoffSummary } from '../../../src/features/handoffs/schema.ts';

type Start = { ids: ReadonlySet<string>; at: number };

/**
 * Leads that were offered while the page is open and have not been looked at yet. Judged by the server's own clock: a row that
 * only comes with a further page of the list is not new.
 */
export function useArrivals(rows: readonly HandoffSummary[] | undefined, openId: string | undefined) {
  const [start, setStart] = useState<Start | null>(null);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  if (rows && !start) setStart(startOf(rows));
  useEffect(() => {
    if (openId) setSeen((before) => (before.has(openId) ? before : new Set([...before, openId])));
  }, [openId]);
  if (!(rows && start)) return [];
  return rows.filter(({ id, offeredAt }) => !start.ids.has(id) && !seen.has(id) && Date.parse(offeredAt) > start.at);
}

function startOf(rows: readonly HandoffSummary[]): Start {
  const asOf = rows.flatMap(({ clocks }) => clocks.map((clock) => Date.parse(clock.asOf)));
  return { ids: new Set(rows.map(({ id }) => id)), at: Math.max(0, ...asOf) };
}
