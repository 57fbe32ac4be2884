import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { authorise } from '../../http/authorise.ts';
import { checkAccount } from '../accounts/check-account.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkOwner } from '../contacts/check-owner.ts';
import { readers } from '../contacts/schema.ts';
import { readCustomValues } from '../custom-fields/read-custom-values.ts';
import { checkHandList } from '../lists/check-hand-list.ts';
import { findFilter } from '../lists/find-filter.ts';
import { giveBulkEdit } from './give-bulk-edit.ts';
import type { AccountAction, BulkEdit, ContactAction, Selection } from './schema.ts';
import {
  countMeant,
  findBulkEdit,
  insertBulkEdit,
  insertRecords,
  leaveOut,
  nameRecords,
  selectMeant,
  updateBulkEdit,
} from './store.ts';

/** More in one go is better brought in as a file: it can be looked at before. */
export const mostRecords = 250_000;

type RecordKind = 'contact' | 'account';

/** The ids that somebody chose: those named, or all that they see in a list now, but for a few. */
async function findMeant(ctx: Ctx, object: RecordKind, selection: Selection) {
  if ('ids' in selection) return nameRecords(selection.ids);
  const seeing = {
    ...ctx,
    reach: authorise(readers, { workspace: ctx.workspace, actor: ctx.actor, csrfToken: null }),
  };
  const ids = await selectMeant(seeing, object, await findFilter(seeing, object, selection.query));
  return leaveOut(ids, selection.except);
}

/** How many records a change would be about. */
export async function countSelection(
  ctx: Ctx,
  object: RecordKind,
  selection: Selection,
): Promise<{ count: number; editable: number }> {
  return countMeant(ctx, object, await findMeant(ctx, object, selection), mostRecords + 1);
}

/** Begins to change many records; a job does it. */
export async function startBulkEdit(
  ctx: Ctx,
  object: RecordKind,
  given: { selection: Selection; count: number; action: ContactAction | AccountAction },
): Promise<BulkEdit> {
  const { actor } = ctx;
  if (actor.kind !== 'member' && actor.kind !== 'key')
    throw new Error('A change of many has a member or a key behind it');
  return tx(ctx, async (ctx) => {
    const action = await readValues(ctx, object, given.action);
    await checkAction(ctx, object, action);
    const id = newId(ctx.now);
    await insertBulkEdit(ctx, { id, object, action, actorKind: actor.kind, actorId: actor.id });
    const total = await insertRecords(ctx, id, await findMeant(ctx, object, given.selection));
    if (total !== given.count) {
      const detail = `You saw ${given.count}, by now it would be ${total}. Look at the list again.`;
      throw new BatonError('conflict', 'bulk-edit.selection-changed', detail, { extra: { count: total } });
    }
    if (total > mostRecords) {
      const detail = `At most ${mostRecords} records can be changed at once. Narrow the list down.`;
      throw new BatonError('too-large', 'bulk-edit.too-many', detail);
    }
    await updateBulkEdit(ctx, id, { total });
    await recordChange(ctx, {
      verb: 'bulk-edit.started',
      object: 'bulk-edit',
      objectId: id,
      after: { of: object, total, action },
    });
    await ctx.enqueue(ctx.db, 'run-bulk-edit', { workspace: ctx.workspace, bulkEditId: id });
    return giveBulkEdit(requireFound('bulk-edit', await findBulkEdit(ctx, id)));
  });
}

/** The action with own fields in the form of their types. */
async function readValues<Action extends ContactAction | AccountAction>(
  ctx: Ctx,
  object: RecordKind,
  action: Action,
): Promise<Action> {
  if (action.kind !== 'set' || action.change.fields === undefined) return action;
  const fields = await readCustomValues(ctx, object, action.change.fields, '#/action/change/fields');
  return { ...action, change: { ...action.change, fields } };
}

/** Refuses what could not be done to any record, before anything is. */
async function checkAction(ctx: Ctx, object: RecordKind, action: ContactAction | AccountAction): Promise<void> {
  if (action.kind === 'list') await checkHandList(ctx, object, action.listId);
  if (action.kind === 'stage' && (await findRelayInForce(ctx)) === null) {
    const detail = 'Stages come from the agreement, and none is in force.';
    throw new BatonError('conflict', 'bulk-edit.no-agreement', detail);
  }
  if (action.kind !== 'set') return;
  const { change } = action;
  if (Object.keys(change).length === 0) {
    throw new BatonError('invalid', 'bulk-edit.nothing-to-do', 'Say what to change: at least one field.');
  }
  await checkOwner(ctx, change.ownerId, '#/action/change/ownerId');
  if ('accountId' in change && change.accountId) await checkAccount(ctx, change.accountId);
}
