import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { listLoads } from '../routing/list-loads.ts';

/** Whoever gets a lead by hand works with leads, as a member of Sales. */
export async function requireSeller(ctx: Ctx, memberId: string): Promise<void> {
  const member = requireActive(await lockMember(ctx, memberId), '#/memberId');
  if (member.department !== 'marketing' && ['admin', 'head', 'lead', 'member'].includes(member.role)) return;
  const detail = `${member.name} does not work with leads. Choose a member of Sales.`;
  throw new BatonError('invalid', 'handoff.unfit-member', detail, { errors: [{ pointer: '#/memberId', detail }] });
}

/** Nobody has more open leads than the cap of their teams allows, whoever gives them one. Routing is held. */
export async function requireRoom(ctx: Ctx, memberId: string): Promise<void> {
  const [load] = await listLoads(ctx, [memberId]);
  if (load === undefined || load.cap === null || load.open < load.cap) return;
  const leads = load.open === 1 ? '1 open lead' : `${load.open} open leads`;
  const detail =
    memberId === ctx.actor.id
      ? `You have ${leads}, and your cap is ${load.cap}. Close one first, or ask for a higher cap.`
      : `${load.name} has ${leads}, and the cap is ${load.cap}. Choose somebody else, or raise the cap.`;
  throw new BatonError('conflict', 'lead.at-cap', detail);
}
