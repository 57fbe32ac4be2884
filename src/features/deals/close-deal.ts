import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { momentRange } from '../../core/agreement/moment.ts';
import { createDayReader, shiftDay } from '../../core/calendar/day.ts';
import { listMissing } from '../../core/deals/pipeline.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import type { Closing } from '../../db/relay-tables.ts';
import { closeLinked, findInSales } from '../handoffs/close-linked.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { nameMembers } from '../members/name-members.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { refuseIncomplete, tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { convertAmounts } from './convert-amounts.ts';
import { refuseRemoved } from './edit-deal.ts';
import { giveBackPeople, movePeople, movesPeople } from './move-people.ts';
import { readDeal } from './read-deal.ts';
import { readPipeline } from './read-pipeline.ts';
import type { Deal, loseDeal as loseContract, winDeal as winContract } from './schema.ts';
import * as store from './store.ts';

type Won = z.output<NonNullable<(typeof winContract)['body']>>;
type Lost = z.output<NonNullable<(typeof loseContract)['body']>>;
type Ended = { outcome: 'won' | 'lost'; reason: string | null; note: string | null; wakeUpAt: Date | null };
type Held = { deal: store.HeldDeal; people: store.DealPerson[]; links: { role: string | null }[]; by: string };

/** Of a reason that does not say how long somebody sleeps. */
const usualSleep = 90;

/** A deal is won: whoever bought is a customer, and the handoffs that led to it are won. */
export async function winDeal(ctx: Ctx, dealId: string, given: Won): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const held = await holdOpen(ctx, dealId);
    const { deal, people, links, by } = held;
    const missing = listMissing(await readPipeline(ctx), null, { ...deal, roles: links.map(({ role }) => role) });
    refuseIncomplete(missing, 'Before it is won');
    await end(ctx, held, { outcome: 'won', reason: null, note: given.note ?? null, wakeUpAt: null }, (versions) =>
      movePeople(ctx, people, 'customer', { kind: deal.kind, by, versions }),
    );
    return readDeal(ctx, dealId);
  });
}

/**
 * A deal is lost with a reason of the pipeline. Its people go back to Marketing, until a day or for good, unless they are with
 * Sales in another way.
 */
export async function loseDeal(ctx: Ctx, dealId: string, given: Lost): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const { lossReasons } = await readPipeline(ctx);
    const reason = lossReasons.find(({ key }) => key === given.reason);
    if (reason === undefined) {
      const detail = 'There is no such reason. Choose one from the list.';
      throw new BatonError('invalid', 'deal.reason-unknown', detail, { errors: [{ pointer: '#/reason', detail }] });
    }
    const held = await holdOpen(ctx, dealId);
    const verdict = given.verdict ?? reason.verdict;
    const wakeUpAt = await readWakeUp(ctx, given.wakeUpOn, reason.sleepDays ?? usualSleep);
    const { note = null } = given;
    const ended: Ended = {
      outcome: 'lost',
      reason: reason.key,
      note,
      wakeUpAt: verdict === 'recycle' ? wakeUpAt : null,
    };
    await end(ctx, held, ended, async (versions) => {
      if (!movesPeople(held.deal.kind)) return [];
      const ids = held.people.map(({ id }) => id);
      const [inSales, busy] = [await findInSales(ctx, ids), await store.selectBusy(ctx, dealId, ids)];
      const free = held.people.filter(({ id }) => !inSales.has(id) && !busy.has(id));
      return giveBackPeople(ctx, free, { verdict, reason: reason.key, note, wakeUpAt, by: held.by }, versions);
    });
    return readDeal(ctx, dealId);
  });
}

/** Of two who end a deal at once the second is told what the first did. */
async function holdOpen(ctx: Ctx, dealId: string): Promise<Held> {
  const deal = refuseRemoved(requireFound('deal', await store.lockDeal(ctx, dealId)));
  await refuseClosed(ctx, deal);
  const links = await store.selectLinks(ctx, dealId);
  const leads = await store.selectLeads(ctx, dealId);
  const people = await store.lockPeople(ctx, [...new Set([...links.map(({ contactId }) => contactId), ...leads])]);
  return { deal, people, links, by: await findResponsibleMember(ctx) };
}

async function end(
  ctx: Ctx,
  { deal, people, by }: Held,
  { outcome, reason, note, wakeUpAt }: Ended,
  move: (versions: ReadonlyMap<string, string>) => Promise<Closing['moves']>,
): Promise<void> {
  const { id } = deal;
  const closed = { wonAt: outcome === 'won' ? ctx.now : null, lostAt: outcome === 'lost' ? ctx.now : null };
  const [baseAmount = null] = await convertAmounts(ctx, [{ ...deal, ...closed }]);
  const { handoffs, versions } = await closeLinked(ctx, { dealId: id, outcome, reason, wakeUpAt });
  const moves = await move(versions);
  const closing: Closing = { moves, handoffs };
  await store.updateDeal(ctx, id, { ...closed, lossReason: reason, baseAmount, closing: JSON.stringify(closing) });
  await store.insertStep(ctx, { dealId: id, kind: outcome, stage: outcome, memberId: by, reason, note });
  await tellChange(ctx, `deal.${outcome}`, deal, {
    before: { status: 'open', baseAmount: deal.baseAmount },
    after: { status: outcome, baseAmount, reason, note },
  });
  const given = new Set(outcome === 'lost' ? moves.map(({ contactId }) => contactId) : []);
  await judgeEdited(
    ctx,
    'contact',
    people.flatMap((person) => (given.has(person.id) ? [] : [person.id])),
  );
}

/** Throws for a deal that ended, with who ended it. */
export async function refuseClosed(ctx: Ctx, { id, wonAt, lostAt }: store.HeldDeal): Promise<void> {
  const at = wonAt ?? lostAt;
  if (at === null) return;
  const outcome = wonAt === null ? 'lost' : 'won';
  const step = await store.findLastStep(ctx, id);
  const memberId = step?.actorKind === 'user' ? step.actorId : null;
  const name = memberId === null ? null : ((await nameMembers(ctx, [memberId])).get(memberId) ?? null);
  const who = memberId === ctx.actor.id ? 'You' : name;
  const what = who === null ? `This deal is ${outcome} already.` : `${who} marked this deal as ${outcome} already.`;
  throw new BatonError('conflict', `deal.already-${outcome}`, `${what} To change it, open it again.`, {
    extra: { by: memberId === null ? null : { id: memberId, name }, at: at.toISOString() },
  });
}

/** The day on which somebody wakes up begins where the workspace is. */
async function readWakeUp(ctx: Ctx, day: string | undefined, sleepDays: number): Promise<Date> {
  const { zone } = await readWorkspace(ctx);
  const today = createDayReader(zone)(ctx.now.getTime());
  if (day !== undefined && day <= today) {
    const detail = 'Choose a day to come.';
    throw new BatonError('invalid', 'deal.wake-up-passed', detail, { errors: [{ pointer: '#/wakeUpOn', detail }] });
  }
  return new Date(momentRange(day ?? shiftDay(today, sleepDays), zone).start);
}
