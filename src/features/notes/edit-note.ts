import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { requireFound, requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkMentions } from './check-mentions.ts';
import { notifyMentioned } from './notify-mentioned.ts';
import { actForReading, readNote } from './read-note.ts';
import type { editNote as contract, Note } from './schema.ts';
import { findNote, lockNote, type NoteValues, saveMentions, updateNote } from './store.ts';

/**
 * Changes what a note says, whom it mentions, or whether it is pinned. Whom the new text no longer names is mentioned no
 * more; whoever it newly mentions is told.
 */
export async function editNote(
  ctx: Ctx,
  noteId: string,
  version: number,
  given: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Note> {
  return tx(ctx, async (ctx) => {
    const reader = actForReading(ctx);
    const seen = requireFound('note', await findNote(reader, noteId));
    const body = given.body ?? seen.body;
    const named = seen.mentions.filter(({ written }) => body.includes(`@${written}`)).map(({ id }) => id);
    const ids = given.mentions ?? (given.body === undefined ? null : named);
    // Members before the note: whom it mentions is checked by what was seen of it, and the version says that nothing changed.
    const mentioned =
      ids === null ? null : await checkMentions(ctx, { about: seen, body, mentions: ids }, seen.mentions);
    const before = requireVersion('note', await lockNote(ctx, reader, noteId), version);
    const pinned = given.pinned ?? before.pinned;
    const values: NoteValues = {
      ...(body === before.body ? {} : { body, editedAt: ctx.now }),
      ...(pinned === before.pinned ? {} : { pinned }),
    };
    const was = before.mentions.map(({ id }) => id).sort();
    const is = mentioned === null ? was : mentioned.map(({ id }) => id).sort();
    if (Object.keys(values).length === 0 && String(was) === String(is)) return readNote(reader, noteId);
    await updateNote(ctx, noteId, values);
    if (mentioned !== null) {
      const by = ctx.actor.kind === 'member' ? ctx.actor.id : null;
      await saveMentions(
        ctx,
        noteId,
        mentioned.map(({ id, written }) => ({ memberId: id, written })),
        by,
      );
    }
    const note = await readNote(reader, noteId);
    await notifyMentioned(
      ctx,
      note,
      (mentioned ?? []).filter(({ id }) => !was.includes(id)),
    );
    await recordChange(ctx, {
      verb: 'note.edited',
      object: 'note',
      objectId: noteId,
      before: { body: before.body, pinned: before.pinned, mentions: was },
      after: { body, pinned, mentions: is },
    });
    return note;
  });
}
