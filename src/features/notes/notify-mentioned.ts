import type { Ctx } from '../../context.ts';
import { writeMail } from '../outbox/write-mail.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import type { CheckedMention } from './check-mentions.ts';
import type { Note, RecordRef } from './schema.ts';

/** Writes to members whom a note newly mentions, once a note, but for whoever wrote it. Needs the transaction of the note. */
export async function notifyMentioned(ctx: Ctx, note: Note, mentioned: readonly CheckedMention[]): Promise<void> {
  const told = mentioned.filter(({ id }) => id !== ctx.actor.id);
  if (told.length === 0) return;
  const { name: workspaceName } = await readWorkspace(ctx);
  const who = ctx.actor.kind === 'member' || ctx.actor.kind === 'key' ? ctx.actor.name : workspaceName;
  for (const { id, name, email } of told) {
    await writeMail(ctx, {
      key: `mention:${note.id}:${id}`,
      to: email,
      subject: `${who} mentions you in a note`,
      text: [
        `Hello ${name},`,
        '',
        `${who} mentions you in a note on ${note.about.name}:`,
        '',
        note.body,
        '',
        `${ctx.publicUrl}${pathOf(note.about)}`,
        '',
      ].join('\n'),
    });
  }
}

/** Where the web app shows a record. */
function pathOf({ kind, id }: RecordRef): string {
  if (kind === 'contact') return `/people/${id}`;
  return kind === 'account' ? `/companies/${id}` : `/deals/${id}`;
}
