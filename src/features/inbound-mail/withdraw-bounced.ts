import type { Ctx } from '../../context.ts';
import type { Failure } from '../../core/mail/delivery-report.ts';
import { shorten } from '../../core/mail/excerpt.ts';
import { withdrawActivity } from '../activities/withdraw-activity.ts';
import { findPeople, type Owner } from './find-people.ts';
import { mailSource } from './log-observed.ts';
import { insertBounce, isUnderstood, selectSent } from './store.ts';

/** Mail servers give up after five days at the latest. */
const longestDelivery = 5 * 86_400_000;

type Bounce = { failures: readonly Failure[]; returnedKey: string | null; key: string };

/**
 * Takes back the mails of a member that a report says never arrived: to each address the one that the report names, else the last
 * of five days. Says whether it was understood: a report that tells of no failure is.
 */
export async function withdrawBounced(ctx: Ctx, { memberId }: Owner, bounce: Bounce): Promise<boolean> {
  const { failures, returnedKey, key } = bounce;
  if (failures.length === 0 || (await isUnderstood(ctx, key))) return true;
  const people = await findPeople(
    ctx,
    failures.flatMap(({ keys }) => keys),
  );
  const since = new Date(ctx.now.getTime() - longestDelivery);
  const contactIds = [...new Set(people.values())];
  const sent = await selectSent(ctx, { memberId, contactIds, since, named: returnedKey, source: mailSource });
  if (sent.length === 0 || !(await insertBounce(ctx, key))) return sent.length > 0;
  const why = failures.find(({ why }) => why !== null)?.why?.replaceAll(/\p{Cc}+/gu, ' ') ?? null;
  const reason = shorten(why === null ? 'The mail came back' : `The mail came back: ${why}`, 190);
  for (const id of sent) await withdrawActivity(ctx, id, reason);
  return true;
}
