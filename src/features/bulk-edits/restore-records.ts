import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { changeAccounts, type SharedAccountChange } from '../accounts/change-accounts.ts';
import { restoreAccount } from '../accounts/restore-account.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChanges } from '../audit/record-change.ts';
import { changeContacts, type SharedContactChange } from '../contacts/change-contacts.ts';
import { checkOwner } from '../contacts/check-owner.ts';
import { restoreContact } from '../contacts/restore-contact.ts';
import { undoMove } from '../contacts/undo-move.ts';
import { moveEntries } from '../lists/change-entries.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { stageActor } from './apply-action.ts';
import { restoreFields } from './restore-fields.ts';
import type { AccountAction, ContactAction } from './schema.ts';
import { type Outcome, selectWorked, selectWritable } from './store.ts';

type Values = Record<string, unknown>;
type Made = { recordId: string; before: Values | null; after: Values | null };

const outOfReach = 'It is not there any more, or not within your reach.';

/** Takes what was done to some records back, in the caller's transaction, but for what somebody has changed since. */
export async function restoreRecords(
  ctx: Ctx,
  object: 'contact' | 'account',
  action: ContactAction | AccountAction,
  made: readonly Made[],
): Promise<Outcome[]> {
  const outcomes = await (action.kind === 'set'
    ? setBack(ctx, object, made)
    : action.kind === 'list'
      ? emptyList(ctx, object, action, made)
      : action.kind === 'stage'
        ? moveBack(ctx, made)
        : bringBack(ctx, object, made));
  const told = new Map(outcomes.map((outcome) => [outcome.recordId, outcome]));
  return made.map(({ recordId }) => told.get(recordId) ?? { recordId, status: 'kept', problem: outOfReach });
}

async function setBack(ctx: Ctx, object: 'contact' | 'account', made: readonly Made[]): Promise<Outcome[]> {
  const ids = made.map(({ recordId }) => recordId);
  const by = new Map(made.map((one) => [one.recordId, one]));
  const refused = await findRefusedOwners(ctx, made);
  const kept = new Map<string, string[]>();
  const decide = (current: Values & { id: string }): Values => {
    const { before, after } = by.get(current.id) ?? {};
    const restored = restoreFields(current, { before: before ?? {}, after: after ?? {} });
    kept.set(current.id, restored.kept);
    // It follows from who found the person; no change names it.
    const { protectedUntil: _, ...change } = restored.change;
    if (!('ownerId' in change) || !refused.has(String(change.ownerId))) return change;
    kept.set(current.id, [...restored.kept, 'ownerId']);
    const { ownerId: __, ...others } = change;
    return others;
  };
  const findReached = (ctx: Ctx) => selectWritable(ctx, object, ids);
  const done =
    object === 'contact'
      ? await changeContacts(ctx, ids, findReached, (current) => toContactChange(decide(current)))
      : await changeAccounts(ctx, ids, findReached, (current) => toAccountChange(decide(current)));
  return done.map(({ id: recordId }) => {
    const fields = kept.get(recordId) ?? [];
    if (fields.length === 0) return { recordId, status: 'undone' };
    return {
      recordId,
      status: 'kept',
      problem: `Left as they are, since they were changed since: ${fields.join(', ')}.`,
    };
  });
}

/** Values of a record that are set back were values of it before, so they have the types of a change. */
const toContactChange = (change: Values): SharedContactChange => change as SharedContactChange;
const toAccountChange = (change: Values): SharedAccountChange => change as SharedAccountChange;

/** Former owners to whom nothing can be given any more. */
async function findRefusedOwners(ctx: Ctx, made: readonly Made[]): Promise<Set<string>> {
  const owners = new Set(made.flatMap(({ before }) => (before && 'ownerId' in before ? [before.ownerId] : [])));
  const refused = new Set<string>();
  for (const owner of [...owners].sort()) {
    try {
      await checkOwner(ctx, owner === null ? null : String(owner), '#/ownerId');
    } catch (error) {
      if (!(error instanceof BatonError)) throw error;
      refused.add(String(owner));
    }
  }
  return refused;
}

async function emptyList(
  ctx: Ctx,
  object: 'contact' | 'account',
  { listId, how }: Extract<ContactAction, { kind: 'list' }>,
  made: readonly Made[],
): Promise<Outcome[]> {
  const ids = [
    ...(await selectWritable(
      ctx,
      object,
      made.map(({ recordId }) => recordId),
    )),
  ].sort();
  const { added, removed } = await moveEntries(ctx, listId, {
    add: how === 'remove' ? ids : [],
    remove: how === 'add' ? ids : [],
  });
  const moved = new Set([...added, ...removed]);
  const back = how === 'add' ? 'remove' : 'add';
  await recordChanges(
    ctx,
    [...moved].map((id) => ({ verb: `${object}.listed`, object, objectId: id, after: { listId, how: back } })),
  );
  return ids.map((recordId) => ({ recordId, status: 'undone' }));
}

async function moveBack(ctx: Ctx, made: readonly Made[]): Promise<Outcome[]> {
  const relay = await findRelayInForce(ctx);
  const ids = made.map(({ recordId }) => recordId);
  const locked = await changeContacts(
    ctx,
    ids,
    (ctx) => selectWritable(ctx, 'contact', ids),
    () => ({}),
  );
  const worked = await selectWorked(ctx, ids);
  const outcomes: Outcome[] = [];
  for (const { id: recordId } of locked) {
    const move = Number(made.find((one) => one.recordId === recordId)?.after?.move);
    if (relay === null || worked.has(recordId)) {
      const problem = relay === null ? 'No agreement is in force.' : 'Sales is working on this person.';
      outcomes.push({ recordId, status: 'kept', problem });
      continue;
    }
    try {
      await undoMove(ctx, relay, { contactId: recordId, move, actor: stageActor(ctx), reason: 'bulk-undo' });
      outcomes.push({ recordId, status: 'undone' });
    } catch (error) {
      if (!(error instanceof BatonError)) throw error;
      outcomes.push({ recordId, status: 'kept', problem: error.message });
    }
  }
  const undone = outcomes.filter(({ status }) => status === 'undone').map(({ recordId }) => recordId);
  await recordChanges(
    ctx,
    undone.map((id) => ({ verb: 'contact.move-undone', object: 'contact', objectId: id })),
  );
  await judgeEdited(ctx, 'contact', undone);
  return outcomes;
}

async function bringBack(ctx: Ctx, object: 'contact' | 'account', made: readonly Made[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { recordId } of [...made].sort((a, b) => (a.recordId < b.recordId ? -1 : 1))) {
    try {
      await (object === 'contact' ? restoreContact : restoreAccount)(ctx, recordId);
      outcomes.push({ recordId, status: 'undone' });
    } catch (error) {
      if (!(error instanceof BatonError)) throw error;
      outcomes.push({ recordId, status: 'kept', problem: outOfReach });
    }
  }
  return outcomes;
}
