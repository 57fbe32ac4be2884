import type { Ctx } from '../../context.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import type { CheckedMention } from './check-mentions.ts';
import type { Note } from './schema.ts';

/** Tells members whom a note newly mentions, once a note, but for whoever wrote it. Needs the transaction of the note. */
export async function notifyMentioned(ctx: Ctx, note: Note, mentioned: readonly CheckedMention[]): Promise<void> {
  const told = mentioned.filter(({ id }) => id !== ctx.actor.id);
  if (told.length === 0) return;
  const { name: workspaceName } = await readWorkspace(ctx);
  const who = ctx.actor.kind === 'member' || ctx.actor.kind === 'key' ? ctx.actor.name : workspaceName;
  const { kind, id, name } = note.about;
  const about = { [`${kind}Id`]: id };
  await notifyMembers(ctx, [
    {
      ...{
        kind: 'mention',
        key: `mention:${note.id}`,
        memberIds: told.map((one) => one.id),
        object: 'note',
        objectId: note.id,
      },
      ...{ about, text: `${who} mentions you in a note on {who}: ${cutText(note.body)}` },
      letter: {
        subject: `${who} mentions you in a note`,
        lines: [`${who} mentions you in a note on ${name}:`, '', note.body],
      },
    },
  ]);
}

/** So much of a note is enough to know whether to open it. */
const shown = 160;

function cutText(text: string): string {
  const letters = [...text.replaceAll(/\s+/g, ' ')];
  return letters.length > shown ? `${letters.slice(0, shown).join('')}…` : letters.join('');
}
