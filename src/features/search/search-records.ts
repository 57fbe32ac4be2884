import type { Ctx } from '../../context.ts';
import { foldText, sortKey } from '../../core/text.ts';
import type { SearchHit } from './schema.ts';
import { findHits } from './store.ts';

/** More than fit on a screen is no help to who is typing: another letter is. */
const mostHits = 20;

const departmentNames = { marketing: 'Marketing', sales: 'Sales', both: 'Marketing and Sales' } as const;

export async function searchRecords(ctx: Ctx, text: string): Promise<{ data: SearchHit[] }> {
  // NUL and its like are in no name, and PostgreSQL takes none.
  const typed = text.replace(/\p{Cc}/gu, ' ');
  const name = sortKey(typed);
  if (name === '') return { data: [] };
  const rows = await findHits(ctx, name, foldText(typed), mostHits);
  return {
    data: rows.map(({ kind, id, label, email, department }) => ({
      kind,
      id,
      label,
      detail: email ?? departmentNames[department],
    })),
  };
}
