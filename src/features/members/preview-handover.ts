import type { Ctx } from '../../context.ts';
import { countOpen, type HandoverPart, type OpenPart } from './handover.ts';
import { readMember } from './read-member.ts';

/** What somebody must take over before this member is deactivated; empty when nothing is open. */
export async function previewHandover(
  ctx: Ctx,
  memberId: string,
  parts: readonly HandoverPart[],
): Promise<{ data: OpenPart[] }> {
  const { id } = await readMember(ctx, memberId);
  return { data: await countOpen(ctx, parts, id) };
}
