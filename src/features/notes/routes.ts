import { type Route, route } from '../../http/route.ts';
import { createNote } from './create-note.ts';
import { editNote } from './edit-note.ts';
import { listMentions } from './list-mentions.ts';
import { listNotes } from './list-notes.ts';
import { readMentions } from './read-mentions.ts';
import { readNote } from './read-note.ts';
import { removeNote } from './remove-note.ts';
import * as contracts from './schema.ts';

export const noteRoutes: Route[] = [
  route(contracts.listNotes, (ctx, { query }) => listNotes(ctx, query)),
  route(contracts.createNote, (ctx, { body }) => createNote(ctx, body)),
  route(contracts.getNote, (ctx, { params }) => readNote(ctx, params.noteId)),
  route(contracts.editNote, (ctx, { params, version, body }) => editNote(ctx, params.noteId, version, body)),
  route(contracts.deleteNote, async (ctx, { params }) => {
    await removeNote(ctx, params.noteId);
    return {};
  }),
  route(contracts.listMentions, (ctx, { query }) => listMentions(ctx, query)),
  route(contracts.readMentions, (ctx, { body }) => readMentions(ctx, body)),
];
