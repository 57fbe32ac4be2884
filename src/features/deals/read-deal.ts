import type { Ctx } from '../../context.ts';
import type { Reach } from '../../core/access.ts';
import type { Acting } from '../../core/actor.ts';
import { buyingRoles } from '../../core/buying-role.ts';
import { listMissing } from '../../core/deals/pipeline.ts';
import { requireFound } from '../../core/version.ts';
import { findDealRow, listDealHandoffs, listDealHistory, listDealPeople } from '../../db/deal-rows.ts';
import { readTimeline } from '../timelines/read-timeline.ts';
import { isSeller } from './check-seller.ts';
import { prepareTeller, tellDeal } from './list-deals.ts';
import { nameReason, nameStage } from './read-pipeline.ts';
import { type Deal, writers } from './schema.ts';

/** One deal within reach with its people, its history and the handoffs that led to it. */
export async function readDeal(ctx: Ctx, dealId: string): Promise<Deal> {
  const row = requireFound('deal', await findDealRow(ctx, dealId, actForWriting(ctx)));
  const teller = await prepareTeller(ctx);
  const { pipeline } = teller;
  const people = await listDealPeople(ctx, dealId);
  const reached = people.filter(({ isReached }) => isReached);
  const facts = { ...row, roles: people.map(({ role }) => role) };
  const lacking = (stage: string | null) => listMissing(pipeline, stage, facts);
  return {
    ...tellDeal(row, teller),
    contacts: reached.map(({ id, name, email, phone, title, role, currentStage, grade }) => ({
      ...{ id, name: name ?? email ?? phone ?? '', title, stage: currentStage, grade },
      role: buyingRoles.find((one) => one === role) ?? null,
    })),
    otherPeople: people.length - reached.length,
    history: (await listDealHistory(ctx, dealId)).map(({ memberId, memberName, stage, at, reason, ...step }) => ({
      ...step,
      stage: nameStage(pipeline, stage),
      at: at.toISOString(),
      by: memberId === null ? null : { id: memberId, name: memberName ?? '' },
      reason: reason === null ? null : nameReason(pipeline, reason).name,
    })),
    handoffs: (await listDealHandoffs(ctx, dealId)).map((one) => ({
      ...{ id: one.id, status: one.status, offeredAt: one.offeredAt.toISOString() },
      contact: { id: one.contactId, name: one.name ?? one.email ?? one.phone ?? '' },
      member: { id: one.memberId, name: one.memberName },
    })),
    fields: row.fields,
    missing: {
      ...Object.fromEntries(pipeline.stages.map(({ key }) => [key, lacking(key)])),
      won: lacking(null),
    },
    mayEdit: row.mayEdit && isSeller(ctx.actor),
  };
}

/** What happened between us and the people of a deal and its company, once the deal is within reach. */
export async function readDealTimeline(ctx: Ctx, dealId: string, query: Parameters<typeof readTimeline>[2]) {
  const { accountId } = requireFound('deal', await findDealRow(ctx, dealId, null));
  return readTimeline(ctx, { dealId, accountId }, query);
}

/** The same caller with the reach of their right to write; null for who may never. */
function actForWriting(ctx: Ctx): Acting | null {
  const { actor } = ctx;
  if (actor.kind === 'key') return actor.scopes.includes(writers.scope) ? ctx : null;
  if (actor.kind !== 'member') return ctx;
  const reaches: Partial<Record<string, Reach>> = writers.roles;
  const byRole = reaches[actor.role];
  // As `authorise` has it: who heads a department has a head's rights.
  const reach = byRole !== 'all' && actor.actsFor.length > 0 ? writers.roles.head : byRole;
  return reach === undefined ? null : { ...ctx, reach };
}
