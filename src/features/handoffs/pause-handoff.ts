import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError, type ErrorKind } from '../../core/errors.ts';
import { isOpen } from '../../core/handoff/handoff.ts';
import { refuse } from '../../core/handoff/refusal.ts';
import { recordChange } from '../audit/record-change.ts';
import { pauseClocks } from '../clocks/pause-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { findDecider, holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import type { pauseHandoff as contract, Handoff } from './schema.ts';
import { updateHandoff } from './store.ts';

type Given = z.output<NonNullable<(typeof contract)['body']>>;

/** A named end lies within so many days: further ahead the lead is better handed back, with a day to wake up. */
const mostDays = 90;

/** Lets the promises of Sales to a lead stand still, from now on; only an admin says so afterwards. */
export async function pauseHandoff(ctx: Ctx, handoffId: string, given: Given): Promise<Handoff> {
  const span = checkSpan(ctx, given);
  const { reason, note = null } = given;
  return tx(ctx, async (ctx) => {
    const { row, handoff } = await holdHandoff(ctx, handoffId);
    if (!isOpen(handoff)) throw await toConflict(ctx, refuse('handoff.closed'), row);
    const { id: memberId } = await findDecider(ctx);
    const refused = await pauseClocks(ctx, handoffId, { ...span, reason, note, memberId });
    if (refused !== null) throw await toConflict(ctx, refused, row);
    await updateHandoff(ctx, handoffId, {});
    const verb = 'handoff.paused';
    const after = { reason, from: span.from.toISOString(), until: span.to?.toISOString() ?? null };
    await recordChange(ctx, { verb, object: 'handoff', objectId: handoffId, after });
    const details = { contactId: row.contactId };
    await recordEvents(ctx, [
      { kind: verb, object: 'handoff', objectId: handoffId, memberIds: [row.memberId], details },
    ]);
    return readHandoff(ctx, handoffId);
  });
}

function checkSpan({ actor, now }: Ctx, given: Given): { from: Date; to: Date | null } {
  const from = given.from === undefined ? now : new Date(given.from);
  const to = given.until === undefined ? null : new Date(given.until);
  if (given.from !== undefined && !(actor.kind === 'member' && actor.role === 'admin')) {
    throw problem('forbidden', 'pause.only-admin', '#/from', 'Only an admin pauses a lead afterwards. Leave this out.');
  }
  if (from > now) {
    throw problem(
      'invalid',
      'pause.in-future',
      '#/from',
      'A pause begins now or has begun. Pause the lead when it is time.',
    );
  }
  if (to !== null && to <= (given.from === undefined ? now : from)) {
    throw problem('invalid', 'pause.empty', '#/until', 'The pause must end after it begins. Choose a later day.');
  }
  if (to !== null && to.getTime() > now.getTime() + mostDays * 86_400_000) {
    const detail = `A lead is paused for ${mostDays} days at most. Choose an earlier day, or hand it back until then.`;
    throw problem('invalid', 'pause.too-long', '#/until', detail);
  }
  return { from, to };
}

const problem = (kind: ErrorKind, code: string, pointer: string, detail: string) =>
  new BatonError(kind, code, detail, { errors: [{ pointer, detail }] });
