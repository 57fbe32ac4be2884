import type { Ctx, MemberActor } from '../../context.ts';
import { actorOf } from './identify-session.ts';
import { findPerson } from './store.ts';

/** A member as who acts now, for work that goes on after their request; null once they are no longer active. */
export async function findActor(ctx: Ctx, memberId: string): Promise<MemberActor | null> {
  const person = await findPerson(ctx, memberId);
  return person ? actorOf(person, '') : null;
}
