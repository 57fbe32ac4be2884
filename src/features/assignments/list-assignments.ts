import type { Ctx } from '../../context.ts';
import type { Handoff } from '../handoffs/schema.ts';
import { selectAssignments } from './store.ts';

/** Who had a handoff, the first first: what somebody broke stays theirs. */
export async function listAssignments(ctx: Ctx, handoffId: string): Promise<Handoff['assignments']> {
  return (await selectAssignments(ctx, handoffId)).map(({ memberId, name, fromAt, toAt, cause }) => ({
    member: { id: memberId, name },
    from: fromAt.toISOString(),
    to: toAt?.toISOString() ?? null,
    cause,
  }));
}
