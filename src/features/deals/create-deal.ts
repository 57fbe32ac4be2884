import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { type DealFacts, type DealKind, listMissing } from '../../core/deals/pipeline.ts';
import { BatonError } from '../../core/errors.ts';
import { openDeal } from '../../core/handoff/work-handoff.ts';
import { newId } from '../../db/ids.ts';
import { checkAccount } from '../accounts/check-account.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { checkOwner } from '../contacts/check-owner.ts';
import { linkDeal } from '../handoffs/link-deal.ts';
import { type Held, holdHandoff } from '../handoffs/lock-handoff.ts';
import { toConflict } from '../handoffs/refuse-verdict.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { auditDeal, checkSides, refuseIncomplete, requireAgreed, requireStage, tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { convertAmounts } from './convert-amounts.ts';
import { movePeople, movesPeople } from './move-people.ts';
import { readDeal } from './read-deal.ts';
import { readPipeline } from './read-pipeline.ts';
import type { createDeal as contract, Deal } from './schema.ts';
import { type DealPerson, findLead, insertDeal, insertStep, lockPeople, putLinks } from './store.ts';
import { storeDealTexts } from './store-texts.ts';

type Given = z.output<NonNullable<(typeof contract)['body']>>;

/**
 * Opens a deal. Its people come to the stage `opportunity`, where the agreement has what it asks for; the accepted handoffs of its
 * owner with them, above all the one that it is opened from, go on with it until it ends.
 */
export async function createDeal(ctx: Ctx, given: Given): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const by = await findResponsibleMember(ctx);
    const { people, lead } = await holdPeople(ctx, given);
    const handoff = lead === null ? null : await holdLead(ctx, given.handoffId ?? '');
    const sides = await findSides(ctx, given, handoff?.row.memberId ?? null, by);
    const accountId = given.accountId === undefined ? findAccount(people, lead) : given.accountId;
    if (given.accountId) await checkAccount(ctx, given.accountId);
    const kind = findKind(given, handoff, people);
    const links = linksOf(given, lead);
    const value = await findValue(ctx, given);
    const stage = await findStage(ctx, given, { ...value, accountId, roles: links.map(({ role }) => role) });
    const relay = handoff?.relay ?? (await findRelayInForce(ctx));
    if (relay !== null && movesPeople(kind) && people.length > 0) requireAgreed(relay, value);
    const id = newId(ctx.now);
    const name = given.name ?? nameOf(people, lead);
    const deal = { id, name, kind, stage, accountId, ...sides, ...value };
    await insertDeal(ctx, {
      ...{ ...deal, openedAt: ctx.now, stageSince: ctx.now, lossReason: null, fields: '{}' },
      texts: storeDealTexts({ name, stage }),
    });
    await putLinks(ctx, id, links);
    await insertStep(ctx, { dealId: id, kind: 'opened', stage, memberId: by });
    await bringIn(ctx, deal, people, { by, handoffId: given.handoffId });
    const contacts = links.map(({ contactId }) => contactId);
    await tellChange(ctx, 'deal.created', deal, { after: { ...auditDeal(deal), contacts } });
    return readDeal(ctx, id);
  });
}

/** Whose it is: of a handoff its rep's unless said, else the caller's. */
async function findSides(ctx: Ctx, given: Given, repId: string | null, by: string) {
  const ownerId = given.ownerId ?? repId ?? by;
  if (given.ownerId !== undefined && given.ownerId !== repId) await checkOwner(ctx, given.ownerId, '#/ownerId');
  const sdrId = given.sdrId ?? null;
  await checkSides(ctx, { ownerId, sdrId });
  return { ownerId, sdrId };
}

/** What it is worth, by the rate of today. */
async function findValue(ctx: Ctx, { amount = null, expectedClose = null }: Given) {
  const currency = amount?.currency ?? (await readWorkspace(ctx)).currency;
  const value = { amount: amount?.minor ?? null, currency, expectedClose, wonAt: null, lostAt: null };
  const [baseAmount = null] = await convertAmounts(ctx, [value]);
  return { ...value, baseAmount };
}

/** The stage that it begins at, which must have what it asks for. */
async function findStage(ctx: Ctx, given: Given, facts: DealFacts): Promise<string> {
  const pipeline = await readPipeline(ctx);
  const stage = given.stage ?? pipeline.stages[0]?.key ?? '';
  requireStage(pipeline, stage);
  refuseIncomplete(listMissing(pipeline, stage, facts), 'At this stage');
  return stage;
}

/** A lead becomes new business or an expansion, which it is where somebody has bought before. */
function findKind({ kind }: Given, handoff: Held | null, people: readonly DealPerson[]): DealKind {
  if (handoff === null) return kind ?? 'new';
  const found = kind ?? kindOf(handoff, people);
  if (movesPeople(found)) return found;
  const detail = 'A lead becomes new business or an expansion.';
  throw new BatonError('invalid', 'deal.kind-unfit', detail, { errors: [{ pointer: '#/kind', detail }] });
}

type Opened = { id: string; kind: DealKind; ownerId: string | null; sdrId: string | null };

/** What follows for people who come to an open deal: their handoffs go on with it, and they come to the stage `opportunity`. */
export async function bringIn(
  ctx: Ctx,
  { id, kind, ownerId, sdrId }: Opened,
  people: readonly DealPerson[],
  { by, handoffId }: { by: string; handoffId?: string | undefined },
): Promise<void> {
  const contactIds = people.map((person) => person.id);
  if (movesPeople(kind)) {
    const versions = await linkDeal(ctx, { dealId: id, contactIds, memberIds: [ownerId, sdrId], handoffId });
    await movePeople(ctx, people, 'opportunity', { kind, by, versions });
  }
  await judgeEdited(ctx, 'contact', contactIds);
}

/** Its people, locked before all else; and whom the handoff is about. */
async function holdPeople(
  ctx: Ctx,
  { contacts, handoffId }: Given,
): Promise<{ people: DealPerson[]; lead: string | null }> {
  const lead = handoffId === undefined ? null : await findLead(ctx, handoffId);
  // Says who has it now, where somebody else does.
  if (handoffId !== undefined && lead === null) await holdHandoff(ctx, handoffId);
  const ids = [...new Set([...contacts.map(({ contactId }) => contactId), ...(lead === null ? [] : [lead])])];
  const people = await lockPeople(ctx, ids);
  for (const [at, { contactId }] of contacts.entries()) {
    const found = people.find(({ id }) => id === contactId);
    if (found !== undefined && (found.isReached || contactId === lead)) continue;
    const detail = 'There is no such person. They may have been removed.';
    const errors = [{ pointer: `#/contacts/${at}/contactId`, detail }];
    throw new BatonError('not-found', 'contact.not-found', detail, { errors });
  }
  return { people, lead };
}

/** The handoff that a deal is opened from: an accepted one that has none. */
async function holdLead(ctx: Ctx, handoffId: string): Promise<Held> {
  const held = await holdHandoff(ctx, handoffId);
  const move = openDeal(held.handoff, handoffId, ctx.now.getTime());
  if (!move.ok) throw await toConflict(ctx, move, held.row);
  return held;
}

/** Somebody who has bought before buys more. */
function kindOf({ relay, row }: Held, people: readonly DealPerson[]): DealKind {
  const person = people.find(({ id }) => id === row.contactId);
  const keys = relay.lifecycle.stages.map(({ key }) => key);
  const [furthest, customer] = [keys.indexOf(person?.furthestStage ?? ''), keys.indexOf('customer')];
  return customer !== -1 && furthest >= customer ? 'expansion' : 'new';
}

const findAccount = (people: readonly DealPerson[], lead: string | null): string | null =>
  people.find(({ id }) => id === lead)?.accountId ??
  people.find(({ accountId }) => accountId !== null)?.accountId ??
  null;

function nameOf(people: readonly DealPerson[], lead: string | null): string {
  const person = people.find(({ id }) => id === lead) ?? people[0];
  return person?.name ?? person?.email ?? 'Deal';
}

function linksOf({ contacts }: Given, lead: string | null): { contactId: string; role: string | null }[] {
  const roles = new Map<string, string | null>(lead === null ? [] : [[lead, null]]);
  for (const { contactId, role } of contacts) roles.set(contactId, role);
  return [...roles].map(([contactId, role]) => ({ contactId, role }));
}
