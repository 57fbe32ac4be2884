import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { type About, holdRecord, whichRecord } from '../../db/record-scope.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkMentions } from './check-mentions.ts';
import { notifyMentioned } from './notify-mentioned.ts';
import { readNote } from './read-note.ts';
import type { AboutInput, createNote as contract, Note } from './schema.ts';
import { insertNotes, saveMentions } from './store.ts';

/** Writes a note on a record within reach, and tells whom it mentions. */
export async function createNote(ctx: Ctx, given: z.output<NonNullable<(typeof contract)['body']>>): Promise<Note> {
  return tx(ctx, async (ctx) => {
    const { body, mentions, pinned } = given;
    const about = toAbout(given);
    // Members before records, as everywhere.
    const mentioned = await checkMentions(ctx, { about, body, mentions });
    requireFound(whichRecord(about)?.kind ?? 'record', await holdRecord(ctx, about));
    const id = newId(ctx.now);
    const authorId = ctx.actor.kind === 'member' ? ctx.actor.id : null;
    await insertNotes(ctx, [
      { ...about, id, body, authorId, pinned, at: ctx.now, ...{ source: null, externalId: null } },
    ]);
    await saveMentions(
      ctx,
      id,
      mentioned.map(({ id, written }) => ({ memberId: id, written })),
      authorId,
    );
    const note = await readNote(ctx, id);
    await notifyMentioned(ctx, note, mentioned);
    await recordChange(ctx, {
      verb: 'note.written',
      object: 'note',
      objectId: id,
      after: { about: note.about.id, body, pinned, mentions: mentioned.map(({ id }) => id) },
    });
    return note;
  });
}

export function toAbout({
  contactId = null,
  accountId = null,
  dealId = null,
}: { [K in keyof AboutInput]?: AboutInput[K] | null }): About {
  return { contactId, accountId, dealId };
}
