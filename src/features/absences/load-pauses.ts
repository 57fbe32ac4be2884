import type { Ctx } from '../../context.ts';
import { listPauses } from './store.ts';

/** A span in which all promises of a member stand still; epoch milliseconds. */
export type AbsencePause = { from: number; to: number };

/** When members are away with cover, by member: what had ended by an instant is left out. */
export async function loadPauses(
  ctx: Ctx,
  memberIds: Iterable<string>,
  endsAfter: Date,
): Promise<Map<string, AbsencePause[]>> {
  const ids = [...new Set(memberIds)];
  const pauses = new Map<string, AbsencePause[]>();
  for (const { memberId, fromAt, toAt } of ids.length > 0 ? await listPauses(ctx, ids, endsAfter) : []) {
    pauses.set(memberId, [...(pauses.get(memberId) ?? []), { from: fromAt.getTime(), to: toAt.getTime() }]);
  }
  return pauses;
}
