import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { actForReading } from './read-note.ts';
import { lockNote, updateNote } from './store.ts';

/** Removes a note, and with it from the lists of those whom it mentions. */
export async function removeNote(ctx: Ctx, noteId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const { body, pinned, mentions } = requireFound('note', await lockNote(ctx, actForReading(ctx), noteId));
    await updateNote(ctx, noteId, { deletedAt: ctx.now });
    const before = { body, pinned, mentions: mentions.map(({ id }) => id) };
    await recordChange(ctx, { verb: 'note.removed', object: 'note', objectId: noteId, before });
  });
}
