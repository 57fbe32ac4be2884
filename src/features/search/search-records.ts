import type { Ctx } from '../../context.ts';
import { foldText, sortKey } from '../../core/text.ts';
import type { SearchHit, SearchKind } from './schema.ts';
import { findAccounts, findContacts, findDeals, findMembersAndTeams } from './store.ts';

/** More than fit on a screen is no help to who is typing: another letter is. */
const mostOf = { records: 6, members: 6 } as const;

const departmentNames = { marketing: 'Marketing', sales: 'Sales', both: 'Marketing and Sales' } as const;

type Hit = SearchHit & { rank: number };

/** Records of every kind that answer a text, kind by kind: first the kind with the best answer. */
export async function searchRecords(ctx: Ctx, text: string): Promise<{ data: SearchHit[]; more: SearchKind[] }> {
  // NUL and its like are in no name, and PostgreSQL takes none.
  const typed = text.replace(/\p{Cc}/gu, ' ');
  const [name, folded] = [sortKey(typed), foldText(typed)];
  if (name === '') return { data: [], more: [] };
  const asked = mostOf.records + 1;
  const [contacts, accounts, deals, members] = await Promise.all([
    findContacts(ctx, typed, asked),
    findAccounts(ctx, typed, asked),
    findDeals(ctx, folded, asked),
    findMembersAndTeams(ctx, name, folded, mostOf.members),
  ]);
  const groups: { kind: SearchKind; hits: Hit[]; isMore: boolean }[] = [
    group('contact', contacts, (row) => ({ ...row, detail: row.detail ?? '', shownBy: null })),
    group('account', accounts, (row) => ({ ...row, detail: row.detail ?? '', shownBy: null })),
    group('deal', deals, ({ accountId, contactId, ...row }) => ({
      ...row,
      detail: row.detail ?? '',
      shownBy: accountId ? { kind: 'account', id: accountId } : contactId ? { kind: 'contact', id: contactId } : null,
    })),
    {
      kind: 'member',
      hits: members.map(({ kind, id, label, email, department, rank }) => ({
        ...{ kind, id, label, rank, detail: email ?? departmentNames[department], shownBy: null },
      })),
      isMore: false,
    },
  ];
  const best = ({ hits }: { hits: Hit[] }) => hits[0]?.rank ?? 9;
  return {
    data: groups
      .toSorted((a, b) => best(a) - best(b))
      .flatMap(({ hits }) =>
        hits.map(({ kind, id, label, detail, shownBy }) => ({ kind, id, label, detail, shownBy })),
      ),
    more: groups.flatMap(({ kind, isMore }) => (isMore ? [kind] : [])),
  };
}

function group<Row extends { id: string; label: string; rank: number }>(
  kind: 'contact' | 'account' | 'deal',
  rows: readonly Row[],
  read: (row: Row) => Omit<Hit, 'kind'>,
): { kind: SearchKind; hits: Hit[]; isMore: boolean } {
  const hits = rows.slice(0, mostOf.records).map((row) => ({ ...read(row), kind }));
  return { kind, hits, isMore: rows.length > mostOf.records };
}
