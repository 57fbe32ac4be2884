import type { SearchHit, SearchKind } from '../../src/features/search/schema.ts';
import type { IconName } from '../ui/icon.tsx';

/** A record as the palette lists it, and where it opens. */
export type RecordEntry = { id: string; label: string; detail: string; icon: IconName; path: string };

const icons: Record<SearchKind, IconName> = {
  contact: 'person',
  account: 'building',
  deal: 'board',
  member: 'person',
  team: 'inbox',
};
const groupNames: Record<SearchKind, string> = {
  contact: 'People',
  account: 'Companies',
  deal: 'Deals',
  member: 'Members and teams',
  team: 'Members and teams',
};

function pathOf({ kind, id }: SearchHit): string {
  if (kind === 'contact') return `/people/${id}`;
  if (kind === 'account') return `/companies/${id}`;
  if (kind === 'member') return `/settings/members?member=${id}`;
  return kind === 'team' ? `/settings/teams?team=${id}` : `/deals/${id}`;
}

/** What was found as groups, in the order of the answer, with a way to all of it where there is more. */
export function groupHits(
  { data, more }: { data: readonly SearchHit[]; more: readonly SearchKind[] },
  asked: string,
): { label: string; entries: RecordEntry[] }[] {
  const groups = new Map<string, RecordEntry[]>();
  for (const hit of data) {
    const path = pathOf(hit);
    const { kind, id, label, detail } = hit;
    const entries = groups.get(groupNames[kind]) ?? [];
    groups.set(groupNames[kind], [...entries, { id, label, detail, icon: icons[kind], path }]);
  }
  const search = encodeURIComponent(asked);
  const lists = {
    contact: ['people', 'All people', ''],
    account: ['companies', 'All companies', ''],
    deal: ['deals', 'All deals', '&view=table'],
  } as const;
  for (const kind of ['contact', 'account', 'deal'] as const) {
    if (!more.includes(kind)) continue;
    const [room, label, view] = lists[kind];
    const all: RecordEntry = {
      id: `all-${room}`,
      label: `${label} that match “${asked}”`,
      detail: '',
      icon: 'search',
      path: `/${room}?search=${search}${view}`,
    };
    groups.set(groupNames[kind], [...(groups.get(groupNames[kind]) ?? []), all]);
  }
  return [...groups].map(([label, entries]) => ({ label, entries }));
}

const storageKey = 'baton-recent';
const mostRecent = 6;
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

/** Records that were opened from here, the last first: of this tab and this member alone, gone when the tab is closed. */
export function readRecent(storage: Storage, memberId: string): RecordEntry[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}');
    if (typeof kept !== 'object' || kept === null || !('memberId' in kept) || kept.memberId !== memberId) return [];
    return 'entries' in kept && Array.isArray(kept.entries) ? kept.entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

export function noteRecent(storage: Storage, memberId: string, entry: RecordEntry): void {
  const others = readRecent(storage, memberId).filter(({ id }) => id !== entry.id);
  try {
    storage.setItem(storageKey, JSON.stringify({ memberId, entries: [entry, ...others].slice(0, mostRecent) }));
  } catch {
    // A browser that keeps nothing has no recent records.
  }
}

function isEntry(value: unknown): value is RecordEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry: Partial<Record<string, unknown>> = { ...value };
  const isText = (key: string) => typeof entry[key] === 'string';
  const isOurs = typeof entry.path === 'string' && /^\/(people|companies|deals|settings)\b/.test(entry.path);
  return (
    isOurs &&
    isText('id') &&
    isText('label') &&
    isText('detail') &&
    Object.values(icons).some((icon) => icon === entry.icon)
  );
}
