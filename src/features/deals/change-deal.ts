import type { Ctx } from '../../context.ts';
import { type DealRequirement, listMissing, requirementLabels } from '../../core/deals/pipeline.ts';
import { BatonError } from '../../core/errors.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { recordEvents } from '../events/record-events.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import type { DealChange, PipelineView } from './schema.ts';
import type { HeldDeal } from './store.ts';

/** What of a deal the audit log keeps. */
export function auditDeal(deal: Partial<HeldDeal>): Record<string, unknown> {
  const { name, kind, stage, amount, currency, baseAmount, expectedClose, accountId, ownerId, sdrId, lossReason } =
    deal;
  return { name, kind, stage, amount, currency, baseAmount, expectedClose, accountId, ownerId, sdrId, lossReason };
}

/** Notes what happened to a deal in the audit log, and tells those whose it is. */
export async function tellChange(
  ctx: Ctx,
  verb: string,
  { id, ownerId, sdrId }: Pick<HeldDeal, 'id' | 'ownerId' | 'sdrId'>,
  values: { before?: Record<string, unknown>; after?: Record<string, unknown> },
): Promise<void> {
  await recordChange(ctx, { verb, object: 'deal', objectId: id, ...values });
  const memberIds = [ownerId, sdrId].filter((one) => one !== null);
  await recordEvents(ctx, [{ kind: verb, object: 'deal', objectId: id, memberIds }]);
}

/** Throws `deal.incomplete` naming each field that is asked for and not there. */
export function refuseIncomplete(missing: readonly DealRequirement[], before: string): void {
  if (missing.length === 0) return;
  const pointers = { amount: 'amount', 'expected-close': 'expectedClose', account: 'accountId' } as const;
  const errors = missing.map((one) => ({
    pointer: `#/${one in pointers ? pointers[one as keyof typeof pointers] : 'contacts'}`,
    detail: `${before} it needs ${requirementLabels[one]}.`,
  }));
  const detail = `${before} this deal needs ${missing.map((one) => requirementLabels[one]).join(', ')}.`;
  throw new BatonError('invalid', 'deal.incomplete', detail, { errors });
}

/** Throws `deal.incomplete` unless the deal has what the agreement asks for at its stage "opportunity". */
export function requireAgreed({ agreement }: Relay, deal: Pick<HeldDeal, 'amount' | 'expectedClose'>): void {
  const stage = agreement.stages.find(({ key }) => key === 'opportunity');
  const asked = new Set(stage?.requires ?? []);
  const missing: DealRequirement[] = [];
  if (asked.has('deal.amount') && deal.amount === null) missing.push('amount');
  if (asked.has('deal.expected_close') && deal.expectedClose === null) missing.push('expected-close');
  refuseIncomplete(missing, `By the agreement, before somebody is at "${stage?.name ?? 'opportunity'}",`);
}

/** Throws unless the pipeline has this stage. */
export function requireStage({ stages }: PipelineView, key: string): void {
  if (stages.some((stage) => stage.key === key)) return;
  const detail = `There is no stage "${key}". Choose one of the pipeline.`;
  throw new BatonError('invalid', 'deal.stage-unknown', detail, { errors: [{ pointer: '#/stage', detail }] });
}

/** Throws where a change takes away what the deal's stage asks for. */
export function refuseTakenAway(
  pipeline: PipelineView,
  before: HeldDeal,
  after: HeldDeal,
  roles: { before: (string | null)[]; after: (string | null)[] },
): void {
  const isClosed = before.wonAt !== null;
  if (before.lostAt !== null) return;
  const stage = isClosed ? null : before.stage;
  const lacked = listMissing(pipeline, stage, { ...before, roles: roles.before });
  const lacks = listMissing(pipeline, stage, { ...after, roles: roles.after });
  refuseIncomplete(
    lacks.filter((one) => !lacked.includes(one)),
    isClosed ? 'As a won deal' : 'At this stage',
  );
}

/**
 * Throws unless deals can be given to these members: active ones, the owner of Sales. They stay as they are until the transaction
 * ends.
 */
export async function checkSides(ctx: Ctx, { ownerId, sdrId }: Pick<DealChange, 'ownerId' | 'sdrId'>): Promise<void> {
  if (ownerId !== undefined) {
    const owner = requireActive(await lockMember(ctx, ownerId), '#/ownerId');
    if (owner.department === 'marketing') {
      const detail = `${owner.name} works in Marketing. A deal belongs to somebody in Sales.`;
      const errors = [{ pointer: '#/ownerId', detail }];
      throw new BatonError('invalid', 'deal.owner-not-sales', detail, { errors });
    }
  }
  if (sdrId) requireActive(await lockMember(ctx, sdrId), '#/sdrId');
}
