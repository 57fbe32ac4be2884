import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound, requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkCondition, checkReach, mayEdit, requireMember } from './check-view.ts';
import { readView } from './list-views.ts';
import { type View, ViewFilter, type ViewValues } from './schema.ts';
import { lockView, removeViewRow, updateView, type ViewRow } from './store.ts';

type Change = { [Name in keyof ViewValues]?: ViewValues[Name] | undefined };

/** What is left out of the change stays; another reach than `team` leaves the team. */
export async function editView(ctx: Ctx, viewId: string, version: number, change: Change): Promise<View> {
  const actor = requireMember(ctx);
  return tx(ctx, async (ctx) => {
    const row = requireVersion('view', await lockView(ctx, viewId), version);
    requireRight(ctx, row);
    const before = valuesOf(row);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const after: ViewValues = { ...before, ...given };
    if (change.reach !== undefined && change.reach !== 'team' && change.teamId === undefined) after.teamId = null;
    if (after.reach !== before.reach || after.teamId !== before.teamId) await checkReach(ctx, actor, after);
    if (change.filter !== undefined) await checkCondition(ctx, row.object, after);
    if (JSON.stringify(before) === JSON.stringify(after)) return readView(ctx, viewId);
    await updateView(ctx, viewId, after);
    await recordChange(ctx, { verb: 'view.edited', object: 'view', objectId: viewId, before, after });
    return readView(ctx, viewId);
  });
}

export async function removeView(ctx: Ctx, viewId: string): Promise<void> {
  requireMember(ctx);
  await tx(ctx, async (ctx) => {
    const row = requireFound('view', await lockView(ctx, viewId));
    requireRight(ctx, row);
    await removeViewRow(ctx, viewId);
    await recordChange(ctx, { verb: 'view.removed', object: 'view', objectId: viewId, before: valuesOf(row) });
  });
}

function requireRight(ctx: Ctx, row: ViewRow): void {
  if (mayEdit(ctx, row)) return;
  const detail = `This view is ${row.ownerName}’s. Save it under another name, and change that one.`;
  throw new BatonError('forbidden', 'view.not-yours', detail);
}

const valuesOf = ({ name, reach, teamId, filter, sort, direction, columns, density }: ViewRow): ViewValues => ({
  ...{ name, reach, teamId, sort, direction, columns, density },
  filter: ViewFilter.parse(filter),
});
