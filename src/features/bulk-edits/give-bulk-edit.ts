import type { AccountAction, BulkEdit, ContactAction } from './schema.ts';
import type { BulkEditRow } from './store.ts';

/** How long a change of many can be undone. */
export const undoDays = 30;

/** The instant until which a change can be undone; null where it changed nothing, still runs or was undone. */
export function undoUntil({ status, finishedAt, counts }: BulkEditRow): Date | null {
  if ((status !== 'done' && status !== 'cancelled') || finishedAt === null || !counts.changed) return null;
  return new Date(finishedAt.getTime() + undoDays * 86_400_000);
}

/** A change of many as it is shown. */
export function giveBulkEdit(row: BulkEditRow): BulkEdit {
  const { id, object, action, status, problem, total, counts, version } = row;
  return {
    ...{ id, object, action, status, problem, total, version },
    summary: summariseAction(readAction(action)),
    counts: { changed: 0, unchanged: 0, failed: 0, undone: 0, kept: 0, ...counts },
    by: row.actorName === null ? null : { id: row.actorId, name: row.actorName },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    undoUntil: undoUntil(row)?.toISOString() ?? null,
  };
}

/** Only actions that were checked when they came in are stored. */
export const readAction = (action: Record<string, unknown>): ContactAction | AccountAction =>
  action as ContactAction | AccountAction;

const fieldNames: Record<string, string> = {
  title: 'title',
  country: 'country',
  language: 'language',
  zone: 'time zone',
  accountId: 'company',
  buyingRole: 'buying role',
  ownerId: 'owner',
  industry: 'industry',
  tier: 'tier',
  isTarget: 'target',
};

/** Records are named by screens: here a change of one says only that it changes. */
const named = new Set(['ownerId', 'accountId']);

function summariseAction(action: ContactAction | AccountAction): string {
  if (action.kind === 'remove') return 'Remove';
  if (action.kind === 'stage') return `Move to ${action.to}`;
  if (action.kind === 'list') return action.how === 'add' ? 'Add to a list' : 'Take off a list';
  const { fields = {}, ...change } = action.change;
  const parts = [
    ...Object.entries(change).map(([key, value]) => ({ key, name: fieldNames[key] ?? key, value })),
    ...Object.entries(fields).map(([key, value]) => ({ key, name: key, value })),
  ];
  const said = parts.map(({ key, name, value }) =>
    value === null ? `clear ${name}` : named.has(key) ? `change ${name}` : `set ${name} to ${value}`,
  );
  const text = said.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
