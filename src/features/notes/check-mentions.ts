import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { type About, holdReaders, type RecordReader } from '../../db/record-scope.ts';
import { readers } from './schema.ts';

export type CheckedMention = RecordReader & { written: string };

/**
 * Throws unless each mentioned member is active, may read the record that the note is about, and is named in its text.
 *
 * @param before how members who were mentioned before were called then; who is renamed stays mentioned
 */
export async function checkMentions(
  ctx: Ctx,
  { about, body, mentions }: { about: About; body: string; mentions: readonly string[] },
  before: readonly { id: string; written: string }[] = [],
): Promise<CheckedMention[]> {
  const ids = [...new Set(mentions)];
  const found = new Map((await holdReaders(ctx, ids, about, readers.roles)).map((one) => [one.id, one]));
  const former = new Map(before.map(({ id, written }) => [id, written]));
  return ids.map((id, n) => {
    const member = found.get(id);
    const pointer = `#/mentions/${n}`;
    if (member === undefined) {
      const detail = 'Mention active members of this workspace.';
      throw new BatonError('invalid', 'mention.not-active', detail, { errors: [{ pointer, detail }] });
    }
    if (!member.mayRead && !former.has(id)) {
      const detail = `${member.name} may not see this record. Mention somebody who may, or give them the record first.`;
      throw new BatonError('invalid', 'mention.out-of-reach', detail, { errors: [{ pointer, detail }] });
    }
    const written = [former.get(id), member.name].find((name) => name !== undefined && body.includes(`@${name}`));
    if (written === undefined) {
      const detail = `The note does not name ${member.name}. Write "@${member.name}" where you mention them.`;
      throw new BatonError('invalid', 'mention.not-written', detail, { errors: [{ pointer, detail }] });
    }
    return { ...member, written };
  });
}
