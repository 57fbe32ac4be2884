import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { refuseTakenAway, requireAgreed, tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { bringIn } from './create-deal.ts';
import { refuseRemoved } from './edit-deal.ts';
import { movesPeople } from './move-people.ts';
import { readDeal } from './read-deal.ts';
import { readPipeline } from './read-pipeline.ts';
import type { Deal } from './schema.ts';
import { deleteLink, lockDeal, lockPeople, putLinks, selectLinks, updateDeal } from './store.ts';

type Link = { dealId: string; contactId: string };

/** Puts a person on a deal with the part they play, or changes that part. Who comes to an open deal comes to its stage, too. */
export async function putContact(ctx: Ctx, { dealId, contactId }: Link, role: string | null): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const deal = refuseRemoved(requireFound('deal', await lockDeal(ctx, dealId)));
    const before = await selectLinks(ctx, dealId);
    const known = before.find((link) => link.contactId === contactId);
    const [person] = await lockPeople(ctx, [contactId]);
    requireFound('contact', person !== undefined && (person.isReached || known !== undefined) ? person : undefined);
    if (known !== undefined && known.role === role) return readDeal(ctx, dealId);
    const after = [...before.filter((link) => link !== known), { contactId, role }];
    const roles = { before: before.map((link) => link.role), after: after.map((link) => link.role) };
    refuseTakenAway(await readPipeline(ctx), deal, deal, roles);
    const isOpen = deal.wonAt === null && deal.lostAt === null;
    const comes = known === undefined && isOpen && person !== undefined;
    const relay = comes && movesPeople(deal.kind) ? await findRelayInForce(ctx) : null;
    if (relay !== null) requireAgreed(relay, deal);
    await putLinks(ctx, dealId, [{ contactId, role }]);
    await updateDeal(ctx, dealId, {});
    if (comes) await bringIn(ctx, deal, [person], { by: await findResponsibleMember(ctx) });
    else await judgeEdited(ctx, 'contact', [contactId]);
    await tellChange(ctx, 'deal.contact-put', deal, {
      before: { contactId: known === undefined ? null : contactId, role: known?.role ?? null },
      after: { contactId, role },
    });
    return readDeal(ctx, dealId);
  });
}

/** Takes a person off a deal. Their stage stays, as do the handoff that led here and what happened. */
export async function removeContact(ctx: Ctx, { dealId, contactId }: Link): Promise<void> {
  checkSeller(ctx);
  await tx(ctx, async (ctx) => {
    const deal = refuseRemoved(requireFound('deal', await lockDeal(ctx, dealId)));
    const before = await selectLinks(ctx, dealId);
    const known = requireFound(
      'contact',
      before.find((link) => link.contactId === contactId),
    );
    const after = before.filter((link) => link !== known);
    refuseTakenAway(await readPipeline(ctx), deal, deal, {
      ...{ before: before.map(({ role }) => role), after: after.map(({ role }) => role) },
    });
    await deleteLink(ctx, dealId, contactId);
    await updateDeal(ctx, dealId, {});
    await tellChange(ctx, 'deal.contact-removed', deal, { before: known });
    await judgeEdited(ctx, 'contact', [contactId]);
  });
}
