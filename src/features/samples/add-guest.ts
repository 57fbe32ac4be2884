import { type Ctx, tx } from '../../context.ts';
import { addMember } from '../members/add-member.ts';

/**
 * Makes whoever runs the real workspace a member of the sample, under the same id: an admin without a password, whose address
 * reaches nobody.
 */
export async function addGuest(ctx: Ctx, { id, name }: { id: string; name: string }): Promise<void> {
  await tx(ctx, async (ctx) => {
    const email = `guest.${id}@sample-company.example`;
    await addMember(ctx, { name, email, department: 'both', role: 'admin', passwordHash: null }, id);
  });
}
