import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { storeTexts } from '../../core/agreement/stored-text.ts';
import { BatonError } from '../../core/errors.ts';
import { confirmHandoff as confirm } from '../../core/handoff/work-handoff.ts';
import { recordChange } from '../audit/record-change.ts';
import { moveClocks } from '../clocks/move-clocks.ts';
import { moveContact } from '../contacts/move-contact.ts';
import { recordEvents } from '../events/record-events.ts';
import { listConfirmRequires } from './describe-work.ts';
import { findDecider, holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import type { confirmHandoff as contract, Handoff } from './schema.ts';
import { updateHandoff } from './store.ts';

type Given = z.output<NonNullable<(typeof contract)['body']>>;

/** Sales has talked: the need stands, with what the agreement asks for. */
export async function confirmHandoff(ctx: Ctx, handoffId: string, given: Given): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const held = await holdHandoff(ctx, handoffId);
    const { row, relay } = held;
    const move = confirm(held.handoff, ctx.now.getTime());
    if (!move.ok) throw await toConflict(ctx, move, row);
    const said = Object.fromEntries(Object.entries(given).flatMap(([key, text]) => (text ? [[key, text]] : [])));
    requireSaid(listConfirmRequires(relay), said);
    const by = await findDecider(ctx);
    const actor = { kind: 'user' as const, id: by.id };
    await moveContact(ctx, relay, { contactId: row.contactId, to: 'confirmed', actor, occurredAt: ctx.now });
    await updateHandoff(ctx, handoffId, {
      confirmedAt: ctx.now,
      confirm: JSON.stringify(said),
      texts: JSON.stringify(storeTexts(said)),
      undo: null,
    });
    const { qualificationId, memberId, teamId, promises } = row;
    await moveClocks(ctx, relay, [
      { subject: { handoffId, qualificationId, memberId, teamId, promises }, facts: move.facts },
    ]);
    const verb = 'handoff.confirmed';
    await recordChange(ctx, { verb, object: 'handoff', objectId: handoffId, after: { confirm: said } });
    await recordEvents(ctx, [{ kind: verb, object: 'handoff', objectId: handoffId, memberIds: [memberId] }]);
    return readHandoff(ctx, handoffId);
  });
}

function requireSaid(required: readonly string[], said: Readonly<Record<string, string>>): void {
  const missing = required.map((field) => field.replace('confirm.', '')).filter((key) => said[key] === undefined);
  if (missing.length === 0) return;
  const detail = 'The agreement asks for this before a lead is confirmed.';
  throw new BatonError('invalid', 'handoff.confirmation-incomplete', detail, {
    errors: missing.map((key) => ({ pointer: `#/${key}`, detail })),
  });
}
