import type { Ctx } from '../../context.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { notifyMembers, type Telling } from '../notifications/notify-members.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { findMoments, joinWords, type Moment } from './find-moments.ts';
import { readSettings } from './read-settings.ts';
import { type Holder, insertMoments, selectActs, selectColleagues, selectHolders, selectLastBefore } from './store.ts';

/** What a person does themselves. Opens are left out: programs open mails, too. */
const ownActs = [
  'page-viewed',
  'screen-viewed',
  'event',
  'form-submitted',
  'content-downloaded',
  'email-clicked',
  'email-replied',
  'webinar-registered',
  'webinar-attended',
  'meeting-booked',
];
const day = 86_400_000;

/**
 * Tells those who have some people of what these just did that calls for them, at most once a person, kind and day: in the caller's
 * transaction, in a constant number of statements. Whoever is nobody's costs one of them.
 */
export async function tellMoments(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  const colleagues = await selectColleagues(ctx, contactIds);
  const everybody = [...new Set([...contactIds, ...colleagues.map(({ colleagueId }) => colleagueId)])].sort();
  const holders = await selectHolders(ctx, everybody);
  if (holders.length === 0) return;
  const byContact = Map.groupBy(holders, ({ contactId }) => contactId);
  const watched = contactIds.filter(
    (id) => byContact.has(id) || colleagues.some((one) => one.contactId === id && byContact.has(one.colleagueId)),
  );
  const acts = Map.groupBy(await selectActs(ctx, watched, ownActs, before(ctx, day)), ({ contactId }) => contactId);
  if (acts.size === 0) return;
  const { zone } = await readWorkspace(ctx);
  const { inForce } = await readSettings(ctx);
  const firsts = [...acts].flatMap(([contactId, [first]]) => (first ? [{ contactId, before: first.at }] : []));
  const last = await selectLastBefore(ctx, firsts, ownActs);
  const around = await findCompanions(ctx, [...acts.keys()], colleagues);
  const found = [...acts].flatMap(([contactId, own]) => {
    const companion = around.get(contactId);
    const moments = findMoments(
      {
        acts: own.map((act) => ({ ...act, at: act.at.getTime() })),
        before: last.get(contactId) ?? null,
        companionAt: companion?.at ?? null,
      },
      inForce,
    );
    return moments.map((moment) => ({ contactId, moment, companionId: companion?.id ?? null }));
  });
  const dayOf = createDayReader(zone);
  const told = new Set(
    (
      await insertMoments(
        ctx,
        found.map(({ contactId, moment }) => ({ contactId, kind: moment.kind, day: dayOf(moment.at) })),
      )
    ).map(({ contactId, kind }) => `${contactId} ${kind}`),
  );
  const fresh = found.filter(({ contactId, moment }) => told.has(`${contactId} ${moment.kind}`));
  await notifyMembers(ctx, [
    ...[...Map.groupBy(fresh, ({ contactId }) => contactId)].flatMap(([contactId, own]) =>
      tellOwn(
        contactId,
        own.map(({ moment }) => moment),
        byContact.get(contactId) ?? [],
        dayOf,
      ),
    ),
    ...fresh.flatMap(({ contactId, moment, companionId }) =>
      moment.kind === 'second-person' && companionId !== null
        ? tellSecond(contactId, moment, companionId, byContact, dayOf)
        : [],
    ),
  ]);
}

const before = (ctx: Ctx, milliseconds: number) => new Date(ctx.now.getTime() - milliseconds);

/** Who of the same company did something within a week first, and when. */
async function findCompanions(
  ctx: Ctx,
  contactIds: readonly string[],
  colleagues: readonly { contactId: string; colleagueId: string }[],
): Promise<Map<string, { id: string; at: number }>> {
  const asked = colleagues.filter(({ contactId }) => contactIds.includes(contactId));
  const ids = [...new Set(asked.map(({ colleagueId }) => colleagueId))].sort();
  if (ids.length === 0) return new Map();
  const acts = await selectActs(ctx, ids, ownActs, before(ctx, 7 * day));
  // The latest first, so that the earliest stays.
  const earliest = new Map(acts.reverse().map(({ contactId, at }) => [contactId, at.getTime()]));
  const found = new Map<string, { id: string; at: number }>();
  for (const { contactId, colleagueId } of asked) {
    const at = earliest.get(colleagueId);
    const known = found.get(contactId);
    if (at !== undefined && (known === undefined || at < known.at)) found.set(contactId, { id: colleagueId, at });
  }
  return found;
}

function tellOwn(
  contactId: string,
  moments: readonly Moment[],
  holders: readonly Holder[],
  dayOf: (at: number) => string,
): Telling[] {
  const words = joinWords(moments);
  const [first] = moments;
  if (words === '' || first === undefined) return [];
  const key = `key-moment:${contactId}:${moments.map(({ kind }) => kind).join('+')}:${dayOf(first.at)}`;
  return listTargets(contactId, holders).map((target) => ({
    ...{ kind: 'key-moment' as const, key, ...target },
    text: target.object === 'contact' ? `{who} ${words}.` : `Somebody of {who} ${words}.`,
  }));
}

/** To those who have the first person of the company, or the company: the second may be nobody's that they see. */
function tellSecond(
  contactId: string,
  moment: Moment,
  companionId: string,
  byContact: ReadonlyMap<string, Holder[]>,
  dayOf: (at: number) => string,
): Telling[] {
  const key = `key-moment:${contactId}:second-person:${dayOf(moment.at)}`;
  const own = byContact.get(companionId)?.filter(({ by }) => by === 'contact') ?? [];
  const others = [...(byContact.get(contactId) ?? []), ...(byContact.get(companionId) ?? [])].filter(
    ({ memberId }) => !own.some((one) => one.memberId === memberId),
  );
  return [
    ...listTargets(companionId, own).map((target) => ({
      ...{ kind: 'key-moment' as const, key, ...target },
      text: 'A colleague of {who} is active, too: the second person of the company within 7 days.',
    })),
    ...listTargets(contactId, others).map((target) => ({
      ...{ kind: 'key-moment' as const, key, ...target },
      text:
        target.object === 'contact'
          ? '{who} is active: the second person of the company within 7 days.'
          : 'A second person of {who} is active within 7 days.',
    })),
  ];
}

/** Whoever has the person is told of the person; whoever has the company alone may not see them, and is told of the company. */
function listTargets(contactId: string, holders: readonly Holder[]) {
  const own = holders.filter(({ by }) => by === 'contact').map(({ memberId }) => memberId);
  const byAccount = Map.groupBy(
    holders.filter(({ by, accountId }) => by === 'account' && accountId !== null),
    ({ accountId }) => accountId ?? '',
  );
  return [
    ...(own.length > 0
      ? [{ object: 'contact' as const, objectId: contactId, about: { contactId }, memberIds: own }]
      : []),
    ...[...byAccount].map(([accountId, of]) => ({
      ...{ object: 'account' as const, objectId: accountId, about: { accountId } },
      memberIds: of.map(({ memberId }) => memberId),
    })),
  ];
}
