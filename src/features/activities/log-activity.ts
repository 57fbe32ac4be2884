import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { logActivities } from './log-activities.ts';
import { readActivity } from './read-activity.ts';
import type { Activity, logActivity as contract } from './schema.ts';
import { isOfDeal, listDealPeople, lockContact } from './store.ts';

type Given = z.output<NonNullable<(typeof contract)['body']>>;

/** Nobody types what happened before; a system that knows older things imports them. */
const oldest = 10 * 366 * 86_400_000;

/** Logs what somebody of Sales did with a person, or what they answered. The same from the same system again changes nothing. */
export async function logActivity(ctx: Ctx, given: Given): Promise<Activity> {
  requireSales(ctx);
  const at = given.at === undefined ? ctx.now : new Date(given.at);
  checkTime(ctx, at);
  await ensureTouchMonths(ctx, [at.getTime()]);
  return tx(ctx, async (ctx) => {
    const isKey = ctx.actor.kind === 'key';
    const loggedBy = ctx.actor.kind === 'member' ? ctx.actor.id : null;
    const memberId = await checkMember(ctx, given.memberId ?? loggedBy);
    const contactId = await checkContact(ctx, given);
    const { kind, direction, outcome = null, minutes = null, note = null, dealId = null, external } = given;
    const [logged] = await logActivities(ctx, [
      {
        ...{ contactId, dealId, kind, at, outcome, minutes, note, memberId, loggedBy, live: true },
        ...(direction === undefined ? {} : { direction }),
        known: isKey ? (given.known ?? 'observed') : 'typed',
        automated: isKey && given.automated,
        source: external?.source ?? null,
        externalId: external?.id ?? null,
      },
    ]);
    if (logged === undefined) throw new Error('An activity was given and none was logged');
    if (logged.isNew) {
      await recordChange(ctx, {
        verb: 'activity.logged',
        object: 'activity',
        objectId: logged.id,
        after: { contactId, dealId, kind, at: at.toISOString(), outcome, minutes, note, memberId },
      });
    }
    return readActivity(ctx, logged.id);
  });
}

/** Touches of Sales are told by Sales; heads and admins may tell them for somebody. */
export function requireSales({ actor }: Ctx): void {
  if (actor.kind !== 'member' || actor.department !== 'marketing') return;
  if (actor.role === 'admin' || actor.role === 'head' || actor.actsFor.length > 0) return;
  throw new BatonError(
    'forbidden',
    'activity.sales-only',
    'Activities are what Sales does. Write a note instead, or ask somebody of Sales to log it.',
  );
}

function checkTime(ctx: Ctx, at: Date): void {
  const isLater = at > ctx.now;
  if (!isLater && at.getTime() > ctx.now.getTime() - oldest) return;
  const detail = isLater
    ? 'This has not happened yet. Make it a task instead.'
    : 'This is more than ten years ago. Import it as history instead.';
  throw new BatonError('invalid', isLater ? 'activity.not-yet' : 'activity.too-old', detail, {
    errors: [{ pointer: '#/at', detail }],
  });
}

/** Members log what they did themselves; heads, admins and keys also what others did. */
async function checkMember(ctx: Ctx, memberId: string | null): Promise<string | null> {
  if (memberId === null) return null;
  const { actor } = ctx;
  if (actor.kind === 'member' && memberId !== actor.id && ctx.reach !== 'all') {
    const detail = 'Log what you did yourself; heads and admins may log for others.';
    throw new BatonError('invalid', 'activity.not-yours', detail, { errors: [{ pointer: '#/memberId', detail }] });
  }
  return requireActive(await lockMember(ctx, memberId), '#/memberId').id;
}

/** With whom it was; of a deal with one person, them. */
async function checkContact(ctx: Ctx, { contactId, dealId }: Given): Promise<string> {
  const people = contactId === undefined && dealId !== undefined ? await listDealPeople(ctx, dealId) : [];
  const id = contactId ?? (people.length === 1 ? people[0] : undefined);
  if (id === undefined) {
    const detail = 'This deal has several people, or none that you may see. Say with whom it was.';
    throw new BatonError('invalid', 'activity.contact-needed', detail, {
      errors: [{ pointer: '#/contactId', detail }],
    });
  }
  const contact = requireFound('contact', await lockContact(ctx, id));
  if (dealId !== undefined) requireFound('deal', (await isOfDeal(ctx, dealId, id)) || undefined);
  return contact.id;
}
