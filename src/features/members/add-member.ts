import { type Ctx, tx } from '../../context.ts';
import type { MemberDepartment, Role } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';
import { foldText, sortKey } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { insertMember, updateAwaited } from './store.ts';

type Person = { name: string; email: string; department: MemberDepartment; role: Role; passwordHash: string | null };

/**
 * Adds a member who can sign in: the owner in the first run, and everybody who accepts an invitation. Without a password they cannot,
 * as all members of a sample.
 *
 * @param id given where the member is the one who acts, so that the audit log names them from the first entry on
 * @param awaited whether the id is that of somebody who came with an import, and whose records are theirs from now on
 */
export async function addMember(
  ctx: Ctx,
  person: Person,
  id: string = newId(ctx.now),
  awaited = false,
): Promise<{ id: string }> {
  return tx(ctx, async (ctx) => {
    const { name, email, department, role, passwordHash } = person;
    const keys = { emailKey: foldText(email), nameKey: sortKey(name) };
    const save = awaited ? updateAwaited : insertMember;
    if (!(await save(ctx, { id, name, email, department, role, passwordHash, ...keys }))) {
      throw new BatonError('conflict', 'member.email-taken', 'Somebody with this e-mail address is a member already.', {
        errors: [{ pointer: '#/email', detail: 'Somebody with this e-mail address is a member already.' }],
      });
    }
    await recordChange(ctx, {
      verb: 'member.added',
      object: 'member',
      objectId: id,
      after: { name, email, department, role },
    });
    return { id };
  });
}
