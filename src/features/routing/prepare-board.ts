import type { Ctx } from '../../context.ts';
import { isOpenAt } from '../../core/clock/open-stretches.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { sameRepAgainAfter } from '../../core/relay/relay.ts';
import type { LastPass, RoutingMember } from '../../core/routing/availability.ts';
import { judgeTaker, type Taker } from '../../core/routing/judge-taker.ts';
import { findNamedMember } from '../../core/routing/named-member.ts';
import type { RotationPlace } from '../../core/routing/rotation.ts';
import { decideRoute, type RoutingDecision, type RoutingInput, type RoutingTeam } from '../../core/routing/route.ts';
import { findAgreementVersion } from '../agreements/find-agreement.ts';
import { type CalendarBook, loadCalendars } from '../calendars/load-calendars.ts';
import { findAcknowledgeBy } from './find-acknowledge-by.ts';
import {
  countLoads,
  listAbsencesNow,
  listAcknowledged,
  listNames,
  listRosters,
  lockMembers,
  lockRotation,
  lockRouting,
  saveRotation,
} from './store.ts';

/** What a decision needs to know of one lead beside the board. */
export type RoutedLead = {
  accountOwner: string | null;
  contactOwner: string | null;
  foundBy: string | null;
  protectedUntil: Date | null;
  lastPass: LastPass | null;
  /** For each rule of the agreement in order, whether its condition holds. */
  holds: readonly boolean[];
  /** Members who must not get it, such as those from whom it is taken. */
  excluded?: readonly string[];
};

type Decided = { decision: RoutingDecision; input: RoutingInput; teamId: string | null };

/** Members, loads and turns at one instant, kept up to date by each decision; nobody else decides until the transaction ends. */
export type Board = {
  decide(lead: RoutedLead): Decided;
  /** The same for a member who takes it by themselves, or to whom it is given: how they stand to it. No turn is taken. */
  take(lead: RoutedLead, memberId: string): Decided & { taker: Taker };
  /** Writes the places of the rotations that decisions have changed. */
  save(): Promise<void>;
};

/** Makes this transaction the only one that routes, until it ends: what others left is seen by what is read from here on. */
export const holdRouting = (ctx: Ctx): Promise<void> => lockRouting(ctx);

/**
 * Makes ready what leads are routed by, in as many statements whatever their number. Routing is held.
 *
 * @param people members whom leads name: owners, finders, those who had them before
 */
export async function prepareBoard(ctx: Ctx, relay: Relay, people: readonly (string | null)[]): Promise<Board> {
  const rules = await resolveRules(ctx, relay);
  const teamKeys = [...new Set(rules.flatMap(({ to }) => (to.kind === 'team' ? [to.team] : [])))];
  const named = rules.flatMap(({ to }) => (to.kind === 'member' && isUuid(to.member) ? [to.member] : []));
  const known = [...people, ...named].filter((id) => id !== null);
  const rosters = await listRosters(ctx, teamKeys, known);
  const ids = [...new Set([...known, ...rosters.map(({ memberId }) => memberId)])];
  const calendars = await loadCalendars(ctx, relay, ids);
  const members = await loadMembers(ctx, relay, ids, calendars);
  const places = new Map(
    (await lockRotation(ctx, teamKeys.map(toPool))).map((place) => [`${place.pool}\n${place.memberId}`, place]),
  );
  const changed = new Set<string>();
  // A team that no rule names bears on its members' caps; it needs no key for that.
  const teams = [...Map.groupBy(rosters, (row) => row.key ?? row.teamId)].map(
    ([key, rows]): RoutingTeam => ({
      key,
      members: rows.map(({ memberId, weight, cap }) => ({ memberId, weight, cap })),
    }),
  );
  const terms = {
    now: ctx.now.getTime(),
    acknowledgeBy: await findAcknowledgeBy(ctx, await findBeginning(ctx, relay), calendars),
    sameRepAgainAfter: sameRepAgainAfter(relay),
  };

  const inputOf = (lead: RoutedLead): RoutingInput => ({
    ...terms,
    lead: toRouted(lead),
    rules: rules.map((rule, at) => ({ ...rule, holds: lead.holds[at] ?? false })),
    teams,
    members: [...members.values()],
    rotation: [...places.values()],
  });
  return {
    decide(lead) {
      const input = narrow(inputOf(lead));
      const decision = decideRoute(input);
      for (const place of decision.rotation) {
        const key = `${place.pool}\n${place.memberId}`;
        if (!isSame(places.get(key), place)) changed.add(key);
        places.set(key, place);
      }
      const chosen = decision.chosen === null ? undefined : members.get(decision.chosen);
      if (chosen !== undefined) members.set(chosen.id, { ...chosen, open: chosen.open + 1 });
      const team = rosters.find(({ key }) => key !== null && toPool(key) === decision.pool);
      return { decision, input, teamId: team?.teamId ?? null };
    },
    take(lead, memberId) {
      const whole = inputOf(lead);
      const taker = judgeTaker(whole, memberId);
      const step = taker.rule;
      const decision: RoutingDecision = {
        ...{ chosen: memberId, step, pool: null, salesSourced: false, queued: null, rotation: whole.rotation.slice() },
        considered: [{ step: step ?? 'given', memberId, skipped: null }],
      };
      const team = rosters.find((row) => row.key !== null && row.key === taker.team);
      return { taker, decision, input: narrow(whole, memberId), teamId: team?.teamId ?? null };
    },
    async save() {
      await saveRotation(
        ctx,
        [...changed].flatMap((key) => places.get(key) ?? []),
      );
    },
  };
}

/** Rules that name a member by name name them by id from here on; a name that fits nobody stays, and finds nobody. */
async function resolveRules(ctx: Ctx, { routing }: Relay) {
  const isNamed = routing.some(({ to }) => to.kind === 'member');
  const names = isNamed ? await listNames(ctx) : [];
  return routing.map(({ key, to, method, cap }) => ({
    key,
    to: to.kind === 'member' ? { ...to, member: findNamedMember(names, to.member) ?? to.member } : to,
    method,
    cap,
  }));
}

async function loadMembers(
  ctx: Ctx,
  relay: Relay,
  ids: string[],
  calendars: CalendarBook,
): Promise<Map<string, RoutingMember>> {
  const rows = await lockMembers(ctx, ids);
  const absences = Map.groupBy(await listAbsencesNow(ctx, ids), ({ memberId }) => memberId);
  const acknowledged = await listAcknowledged(ctx, relay.version.id);
  const loads = await countLoads(ctx, ids);
  return new Map(
    rows.map(({ id, active }) => {
      const applied = calendars(id, null);
      const member: RoutingMember = {
        id,
        active,
        acknowledged: acknowledged.has(id),
        working: applied === null || isOpenAt(applied.calendar, ctx.now.getTime()),
        open: loads.get(id) ?? 0,
        absences: (absences.get(id) ?? []).map(({ startsAt, endsAt }) => ({
          from: startsAt.getTime(),
          to: endsAt.getTime(),
        })),
      };
      return [id, member];
    }),
  );
}

/** When the agreement began to bind; one that is only rehearsed would begin now. */
async function findBeginning(ctx: Ctx, { version }: Relay): Promise<number> {
  if (version.since !== undefined) return version.since;
  return (await findAgreementVersion(ctx, version.id))?.inForceFrom.getTime() ?? ctx.now.getTime();
}

function toRouted(lead: RoutedLead): RoutingInput['lead'] {
  const { accountOwner, contactOwner, foundBy, protectedUntil, lastPass, excluded = [] } = lead;
  const selfSourced =
    foundBy !== null && protectedUntil !== null ? { memberId: foundBy, until: protectedUntil.getTime() } : null;
  return { accountOwner, contactOwner, selfSourced, lastPass, excluded };
}

/** Leaves out what cannot bear on the decision: it is logged with each one, for as long as its lead is kept. */
function narrow(input: RoutingInput, taker: string | null = null): RoutingInput {
  const { lead, rules } = input;
  const keys = new Set(rules.flatMap(({ holds, to }) => (holds && to.kind === 'team' ? [to.team] : [])));
  const named = rules.flatMap(({ holds, to }) => (holds && to.kind === 'member' ? [to.member] : []));
  const people = [
    lead.accountOwner,
    lead.contactOwner,
    lead.selfSourced?.memberId,
    lead.lastPass?.memberId,
    ...named,
    taker,
  ];
  const own = new Set(people);
  const inTeams = new Set(
    input.teams.filter(({ key }) => keys.has(key)).flatMap(({ members }) => members.map(({ memberId }) => memberId)),
  );
  return {
    ...input,
    // A member's own cap holds wherever the lead comes from: other teams of the people named stay.
    teams: input.teams
      .map(({ key, members }) => ({
        key,
        members: keys.has(key) ? members : members.filter((one) => own.has(one.memberId)),
      }))
      .filter(({ members }) => members.length > 0),
    members: input.members.filter(({ id }) => own.has(id) || inTeams.has(id)),
    rotation: input.rotation.filter(({ pool }) => [...keys].some((key) => toPool(key) === pool)),
  };
}

const toPool = (team: string) => `team:${team}`;
const isUuid = (text: string) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
const isSame = (a: RotationPlace | undefined, b: RotationPlace) =>
  a !== undefined && a.given === b.given && a.credit === b.credit && a.owed === b.owed && a.present === b.present;
