/** The ids behind a selection: those that were chosen, or those of everything that a query means. */
import { listAccounts, queryAccounts } from '../../../src/features/accounts/schema.ts';
import { listContacts, queryContacts } from '../../../src/features/contacts/schema.ts';
import { call } from '../../api.ts';
import { isLong, type RecordQuery, toBody } from './record-queries.ts';
import type { Selected } from './use-selection.ts';

const pageSize = 200;
/** What a browser collects page by page; more is what lists by a condition are for. */
const most = 10_000;

export async function loadIds(
  object: 'contact' | 'account',
  selected: Selected<RecordQuery>,
): Promise<{ ids: string[]; isMore: boolean }> {
  if ('ids' in selected) return { ids: selected.ids, isMore: false };
  const without = new Set(selected.except);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await loadPage(object, selected.query, cursor);
    ids.push(...page.data.map(({ id }) => id).filter((id) => !without.has(id)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && ids.length < most);
  return { ids, isMore: cursor !== undefined };
}

type Page = { data: { id: string }[]; nextCursor: string | null };

function loadPage(object: 'contact' | 'account', asked: RecordQuery, cursor: string | undefined): Promise<Page> {
  const page = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
  if (isLong(asked)) {
    const body = { ...toBody(asked), ...page };
    return object === 'contact' ? call(queryContacts, { body }) : call(queryAccounts, { body });
  }
  const query = { ...asked, ...page };
  return object === 'contact' ? call(listContacts, { query }) : call(listAccounts, { query });
}
