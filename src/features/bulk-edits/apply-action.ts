import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { StageActor } from '../../core/lifecycle/stage-events.ts';
import { changeAccounts } from '../accounts/change-accounts.ts';
import { checkAccount } from '../accounts/check-account.ts';
import { removeAccount } from '../accounts/remove-account.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChanges } from '../audit/record-change.ts';
import { changeContacts } from '../contacts/change-contacts.ts';
import { checkOwner } from '../contacts/check-owner.ts';
import { moveContact } from '../contacts/move-contact.ts';
import { removeContact } from '../contacts/remove-contact.ts';
import { moveEntries } from '../lists/change-entries.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { pickChanged } from './restore-fields.ts';
import type { AccountAction, ContactAction } from './schema.ts';
import { type Outcome, selectWritable } from './store.ts';

/** The same of what is not there and of what is not within reach: nobody learns which. */
const outOfReach = 'It is not there any more, or not within your reach.';

/** Does one thing to some records, in the caller's transaction, with the rights of `ctx`: what became of each. */
export async function applyAction(
  ctx: Ctx,
  object: 'contact' | 'account',
  action: ContactAction | AccountAction,
  ids: readonly string[],
): Promise<Outcome[]> {
  const outcomes = await (action.kind === 'set'
    ? setFields(ctx, object, action, ids)
    : action.kind === 'list'
      ? fillList(ctx, object, action, ids)
      : action.kind === 'stage'
        ? moveStages(ctx, action, ids)
        : removeRecords(ctx, object, ids));
  const told = new Map(outcomes.map((outcome) => [outcome.recordId, outcome]));
  return ids.map((recordId) => told.get(recordId) ?? { recordId, status: 'failed', problem: outOfReach });
}

async function setFields(
  ctx: Ctx,
  object: 'contact' | 'account',
  { change }: Extract<ContactAction | AccountAction, { kind: 'set' }>,
  ids: readonly string[],
): Promise<Outcome[]> {
  // Again for each part: whom it names may have left since the last one.
  await checkOwner(ctx, change.ownerId, '#/action/change/ownerId');
  if ('accountId' in change && change.accountId) await checkAccount(ctx, change.accountId);
  const findReached = (ctx: Ctx) => selectWritable(ctx, object, ids);
  const changed = await (object === 'contact' ? changeContacts : changeAccounts)(ctx, ids, findReached, () => change);
  return changed.map(({ id, before, after }) => {
    const kept = pickChanged(before, after);
    return kept === null
      ? { recordId: id, status: 'unchanged' }
      : { recordId: id, status: 'changed', before: kept.before, after: kept.after };
  });
}

async function fillList(
  ctx: Ctx,
  object: 'contact' | 'account',
  { listId, how }: Extract<ContactAction, { kind: 'list' }>,
  ids: readonly string[],
): Promise<Outcome[]> {
  const reached = await selectWritable(ctx, object, ids);
  const within = [...reached].sort();
  const { added, removed } = await moveEntries(ctx, listId, {
    add: how === 'add' ? within : [],
    remove: how === 'remove' ? within : [],
  });
  const moved = new Set([...added, ...removed]);
  await recordChanges(
    ctx,
    [...moved].map((id) => ({ verb: `${object}.listed`, object, objectId: id, after: { listId, how } })),
  );
  return within.map((recordId) =>
    moved.has(recordId)
      ? { recordId, status: 'changed', before: {}, after: { listId, how } }
      : { recordId, status: 'unchanged' },
  );
}

async function moveStages(
  ctx: Ctx,
  { to, reason }: Extract<ContactAction, { kind: 'stage' }>,
  ids: readonly string[],
): Promise<Outcome[]> {
  const relay = await findRelayInForce(ctx);
  if (relay === null) {
    throw new BatonError('conflict', 'bulk-edit.no-agreement', 'Stages come from the agreement, and none is in force.');
  }
  const outcomes: Outcome[] = [];
  const findReached = (ctx: Ctx) => selectWritable(ctx, 'contact', ids);
  // Changes nothing: it locks who is within reach, in the order in which everybody does.
  const reached = await changeContacts(ctx, ids, findReached, () => ({}));
  for (const { id } of reached) {
    outcomes.push(
      await attempt(id, async () => {
        const move = await moveContact(ctx, relay, {
          ...{ contactId: id, to, actor: stageActor(ctx), occurredAt: ctx.now },
          ...(reason === undefined ? {} : { reason }),
        });
        return move === null ? null : { before: {}, after: { move, to } };
      }),
    );
  }
  const moved = outcomes.filter(({ status }) => status === 'changed').map(({ recordId }) => recordId);
  await recordChanges(
    ctx,
    moved.map((id) => ({
      verb: 'contact.moved',
      object: 'contact',
      objectId: id,
      after: { to, reason: reason ?? null },
    })),
  );
  await judgeEdited(ctx, 'contact', moved);
  return outcomes;
}

export const stageActor = ({ actor }: Ctx): StageActor => ({ kind: 'user', id: actor.id ?? 'system' });

async function removeRecords(ctx: Ctx, object: 'contact' | 'account', ids: readonly string[]): Promise<Outcome[]> {
  const reached = [...(await selectWritable(ctx, object, ids))].sort();
  const outcomes: Outcome[] = [];
  for (const id of reached) {
    outcomes.push(
      await attempt(id, async () => {
        await (object === 'contact' ? removeContact : removeAccount)(ctx, id);
        return { before: {}, after: { deletedAt: ctx.now.toISOString() } };
      }),
    );
  }
  return outcomes;
}

/** A rule that refuses one record does so before anything is written of it; any other error ends the whole part. */
async function attempt(
  recordId: string,
  work: () => Promise<{ before: Record<string, unknown>; after: Record<string, unknown> } | null>,
): Promise<Outcome> {
  try {
    const done = await work();
    return done === null ? { recordId, status: 'unchanged' } : { recordId, status: 'changed', ...done };
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    return { recordId, status: 'failed', problem: error.message };
  }
}
