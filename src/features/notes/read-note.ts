import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { whichRecord } from '../../db/record-scope.ts';
import type { Note, RecordRef } from './schema.ts';
import { findNote, type NoteRow } from './store.ts';

/** One note on a record within reach. */
export async function readNote(ctx: Ctx, noteId: string): Promise<Note> {
  return toNote(ctx, requireFound('note', await findNote(ctx, noteId)));
}

export function toNote(ctx: Ctx, row: NoteRow): Note {
  const { id, body, mentions, authorId, authorName, pinned, at, editedAt, version } = row;
  return {
    ...{ id, body, mentions, pinned, version },
    about: toRecordRef(row),
    author: authorId === null ? null : { id: authorId, name: authorName ?? '' },
    at: at.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    mayEdit: mayEdit(ctx, authorId),
  };
}

type Placed = Parameters<typeof whichRecord>[0] & { recordName: string | null };

/** A check of the table guarantees that a note is about one. */
function toRecordRef(row: Placed): RecordRef {
  const record = whichRecord(row);
  if (record === null) throw new Error('A note is about nothing');
  return { ...record, name: row.recordName ?? '' };
}

/** Whether the caller may change what somebody wrote about a record: their own, or anybody's as head, admin or by a key. */
export function mayEdit({ actor }: Ctx, authorId: string | null): boolean {
  if (actor.kind === 'key') return actor.scopes.includes('contacts:write');
  if (actor.kind !== 'member') return actor.kind === 'system';
  if (actor.role === 'admin' || actor.role === 'head' || actor.actsFor.length > 0) return true;
  return authorId === actor.id && (actor.role === 'lead' || actor.role === 'member');
}

/** The caller with the reach of their right to read: whoever may change only their own may read more. */
export const actForReading = (ctx: Ctx): Ctx => (ctx.reach === 'all' ? ctx : { ...ctx, reach: 'visible' });
