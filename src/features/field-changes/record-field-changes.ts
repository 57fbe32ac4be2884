import type { Ctx } from '../../context.ts';
import type { FieldDifference } from '../../core/record-fields.ts';
import { newId } from '../../db/ids.ts';
import { type FieldChangeRow, insertFieldChanges } from './store.ts';

/** A field of a record that was there before, and when it became what it is. */
export type FieldChange = FieldDifference & {
  object: 'contact' | 'account';
  recordId: string;
  /** Now unless said: a message happened before it was heard. */
  at?: Date;
  /** The source of the message that said so; else whoever acts. */
  source?: string;
};

/** Writes down which fields changed, in the transaction of the change. */
export async function recordFieldChanges(ctx: Ctx, changes: readonly FieldChange[]): Promise<void> {
  await insertFieldChanges(
    ctx,
    changes.map(({ object, recordId, field, old, new: next, at = ctx.now, source }) => ({
      id: newId(ctx.now),
      object,
      recordId,
      field,
      at,
      knownAt: ctx.now,
      old: JSON.stringify(old),
      new: JSON.stringify(next),
      ...(source === undefined ? actorOf(ctx) : { actorKind: 'source' as const, actorId: source }),
    })),
  );
}

function actorOf({ actor }: Ctx): Pick<FieldChangeRow, 'actorKind' | 'actorId'> {
  if (actor.kind === 'member' || actor.kind === 'key' || actor.kind === 'source') {
    return { actorKind: actor.kind, actorId: actor.id };
  }
  return { actorKind: 'system', actorId: null };
}
