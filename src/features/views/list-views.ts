import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { mayEdit } from './check-view.ts';
import { View } from './schema.ts';
import { findViewRow, listViewRows, type ViewRow } from './store.ts';

/** Far more than tabs and menus can show. */
const mostShown = 500;

export async function listViews(ctx: Ctx, object: 'contact' | 'account'): Promise<{ data: View[] }> {
  const rows = await listViewRows(ctx, object, mostShown);
  return { data: rows.map((row) => toView(ctx, row)) };
}

export async function readView(ctx: Ctx, viewId: string): Promise<View> {
  return toView(ctx, requireFound('view', await findViewRow(ctx, viewId)));
}

function toView(ctx: Ctx, row: ViewRow): View {
  const { ownerId, ownerName, teamId, teamName, teamLeadId: _, updatedAt, ...values } = row;
  return {
    ...values,
    filter: View.shape.filter.parse(values.filter),
    owner: { id: ownerId, name: ownerName },
    team: teamId === null ? null : { id: teamId, name: teamName ?? '' },
    mayEdit: mayEdit(ctx, row),
    updatedAt: updatedAt.toISOString(),
  };
}
