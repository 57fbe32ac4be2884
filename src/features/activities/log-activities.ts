import type { Ctx } from '../../context.ts';
import { usualDirection } from '../../core/activity.ts';
import { newId } from '../../db/ids.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { giveIdentities } from '../contacts/give-identities.ts';
import { trackWork } from '../handoffs/track-work.ts';
import { tellMoments } from '../key-moments/tell-moments.ts';
import { judgeContacts } from '../qualification/judge-contacts.ts';
import { type NewTouch, recordTouches } from '../touches/record-touches.ts';
import { insertActivities, type NewActivity, selectExternal } from './store.ts';

/** An activity to be stored. One that is not live came with history: it is known from when it happened, and qualifies nobody. */
export type LoggedActivity = Pick<NewActivity, 'contactId' | 'kind' | 'at' | 'live' | 'known'> &
  Partial<
    Pick<
      NewActivity,
      | 'id'
      | 'dealId'
      | 'memberId'
      | 'direction'
      | 'outcome'
      | 'minutes'
      | 'note'
      | 'automated'
      | 'source'
      | 'externalId'
      | 'loggedBy'
    >
  >;

/**
 * Logs activities, each as exactly one touch of Sales, and judges their people by the agreement in force, all in the caller's
 * transaction: a constant number of statements whatever their number. One with the same source and external id as another
 * stands for that: `isNew` is then false. Gives an answer for each row, in their order. The months that they are in must be there
 * (`ensureTouchMonths`); the caller records what was done.
 *
 * @param options.judge false where the caller judges the same people in any case
 */
export async function logActivities(
  ctx: Ctx,
  rows: readonly LoggedActivity[],
  { judge = true }: { judge?: boolean } = {},
): Promise<{ id: string; isNew: boolean }[]> {
  if (rows.length === 0) return [];
  const identities = await giveIdentities(
    ctx,
    rows.map(({ contactId }) => contactId),
  );
  const first = new Map<string, NewActivity>();
  const keys = rows.map((row) => {
    const activity = completeActivity(ctx, row);
    const key = activity.externalId === null ? activity.id : `${activity.source}\n${activity.externalId}`;
    if (!first.has(key)) first.set(key, activity);
    return key;
  });
  const sorted = [...first].sort(([a], [b]) => (a < b ? -1 : 1));
  // What came with history moves no promise.
  const live = sorted.flatMap(([, activity]) => (activity.live ? activity.contactId : []));
  const added = await trackWork(ctx, [...new Set(live)].sort(), () =>
    insertActivities(
      ctx,
      sorted.map(([, activity]) => activity),
    ),
  );
  const fresh = sorted.flatMap(([, activity]) => (added.has(activity.id) ? [activity] : []));
  await recordTouches(
    ctx,
    fresh.map((activity) => toTouch(activity, requireIdentity(identities.get(activity.contactId), activity.contactId))),
  );
  if (judge) await judgeLogged(ctx, fresh);
  await tellMoments(
    ctx,
    fresh.flatMap(({ contactId, kind, live, automated }) =>
      live && !automated && kind === 'email-replied' ? contactId : [],
    ),
  );
  const ids = new Map(sorted.flatMap(([key, { id }]) => (added.has(id) ? [[key, id] as const] : [])));
  const known = sorted.flatMap(([key, { source, externalId }]) =>
    ids.has(key) || source === null || externalId === null ? [] : [{ source, externalId }],
  );
  for (const { id, source, externalId } of await selectExternal(ctx, known)) ids.set(`${source}\n${externalId}`, id);
  const told = new Set<string>();
  return keys.map((key) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error('An activity that was logged is not there');
    const isNew = added.has(id) && !told.has(id);
    told.add(id);
    return { id, isNew };
  });
}

function requireIdentity(identityId: number | undefined, contactId: string): number {
  if (identityId === undefined) throw new Error(`The contact ${contactId} was given no identity`);
  return identityId;
}

function completeActivity(ctx: Ctx, row: LoggedActivity): NewActivity {
  return {
    ...{ dealId: null, memberId: null, outcome: null, minutes: null, note: null, automated: false },
    ...{ source: null, externalId: null, loggedBy: null, direction: usualDirection(row.kind) },
    ...row,
    id: row.id ?? newId(ctx.now),
    knownAt: row.live ? ctx.now : row.at,
    touchId: newId(ctx.now),
  };
}

/** The touch that an activity is. Conditions may ask for its direction, outcome and minutes. */
export function toTouch(activity: Omit<NewActivity, 'source' | 'externalId'>, identityId: number): NewTouch {
  const { touchId, at, knownAt, kind, memberId, live, direction, outcome, minutes } = activity;
  return {
    ...{ id: touchId, identityId, at: at.getTime(), knownAt: knownAt.getTime(), kind, memberId, live },
    department: 'sales',
    props: { direction, ...(outcome === null ? {} : { outcome }), ...(minutes === null ? {} : { minutes }) },
    messageHash: null,
  };
}

/** A live one is a touch like any other and may qualify; one of history only counts. */
async function judgeLogged(ctx: Ctx, activities: readonly NewActivity[]): Promise<void> {
  const relay = activities.length === 0 ? null : await findRelayInForce(ctx);
  if (relay === null) return;
  const live = new Set(activities.flatMap(({ contactId, live }) => (live ? contactId : [])));
  const causes = new Map(
    activities.map(({ contactId }) => [contactId, live.has(contactId) ? ('touch' as const) : ('import' as const)]),
  );
  await judgeContacts(ctx, relay, causes);
}
