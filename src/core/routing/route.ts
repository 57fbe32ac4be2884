import type { Destination } from '../agreement/destination.ts';
import {
  type AvailabilityTerms,
  findAbsence,
  type LastPass,
  lowestCap,
  mayReturn,
  type RoutingMember,
  type SkipReason,
} from './availability.ts';
import { type Contender, type RotationPlace, settleRotation, takeTurn } from './rotation.ts';

/** A rule of the agreement, with whether its condition holds for this lead. A territory is a rule whose condition names it. */
export type RoutingRule = {
  key: string;
  holds: boolean;
  to: Destination;
  method: 'round-robin' | 'weighted';
  cap: number | null;
};

export type RoutingTeam = { key: string; members: readonly (Contender & { cap: number | null })[] };

/** All that a decision rests on: plain data, so that it can be logged and decided again. Instants in epoch milliseconds. */
export type RoutingInput = AvailabilityTerms & {
  lead: {
    accountOwner: string | null;
    contactOwner: string | null;
    /** The rep who found the lead, and until when it is protected. */
    selfSourced: { memberId: string; until: number } | null;
    lastPass: LastPass | null;
    /** Members who must not get it, such as the one from whom it is being reassigned. */
    excluded: readonly string[];
  };
  /** Milliseconds after which a lead may return to the same rep. */
  sameRepAgainAfter: number;
  rules: readonly RoutingRule[];
  teams: readonly RoutingTeam[];
  members: readonly RoutingMember[];
  rotation: readonly RotationPlace[];
};

/** One look at somebody: under which step (`protection`, `same-rep` or the key of a rule), and why not; null for the chosen. */
export type Considered = { step: string; memberId: string | null; skipped: SkipReason | null };

export type RoutingDecision = {
  /** Null: nobody is available and the lead waits in the queue, for the reason in `queued`. */
  chosen: string | null;
  step: string | null;
  /** The pool whose turn was taken; null when no rotation chose. */
  pool: string | null;
  /** Found by the rep: it counts as sales-sourced. */
  salesSourced: boolean;
  queued: QueueReason | null;
  considered: Considered[];
  /** The places of all pools afterwards, also of those that the decision did not change. */
  rotation: RotationPlace[];
};

export const queueReasons = {
  'no-rule-applies': 'No rule of the agreement applies to this lead.',
  'nobody-available': 'Rules apply, and nobody whom they name is available.',
} as const;
export type QueueReason = keyof typeof queueReasons;

/** What a step comes to: whom it looked at, and whom it chose. */
type Step = { considered: Considered[]; chosen: string | null; pool?: string; rotation?: RotationPlace[] };

/**
 * To whom a lead goes: its finder while it is protected, else the rep who had it where that is agreed again, else by the
 * first rule that finds somebody available. Only the decision of a rotation takes a turn. Within a team those at work go
 * first; when nobody is, all who are available take their turn and their clocks start at opening time.
 *
 * The same input gives the same decision, in whatever order its lists of members, teams and places stand.
 *
 * @example
 * const ana = { id: 'ana', active: true, acknowledged: true, working: true, open: 0, absences: [] };
 * const lead = { accountOwner: 'ana', contactOwner: null, selfSourced: null, lastPass: null, excluded: [] };
 * const rule = { key: 'owner-first', holds: true, to: { kind: 'account-owner' }, method: 'round-robin', cap: null };
 * decideRoute({ now: 0, acknowledgeBy: 0, lead, sameRepAgainAfter: 0, rules: [rule], teams: [], members: [ana], rotation: [] })
 *   .chosen // 'ana'
 */
export function decideRoute(input: RoutingInput): RoutingDecision {
  const considered: Considered[] = [];
  const { lead, now } = input;
  const finish = (step: string, { chosen, pool, rotation }: Step): RoutingDecision => ({
    chosen,
    step,
    pool: pool ?? null,
    salesSourced: step === 'protection',
    queued: null,
    considered,
    rotation: rotation ?? sorted(input.rotation),
  });
  if (lead.selfSourced !== null && now < lead.selfSourced.until) {
    const step = tryFinder(lead.selfSourced.memberId, input);
    considered.push(...step.considered);
    if (step.chosen !== null) return finish('protection', step);
  }
  if (lead.lastPass !== null && mayReturn(lead.lastPass, input.sameRepAgainAfter, now)) {
    const step = tryPerson('same-rep', lead.lastPass.memberId, null, input);
    considered.push(...step.considered);
    if (step.chosen !== null) return finish('same-rep', step);
  }
  for (const rule of input.rules) {
    if (!rule.holds) continue;
    const step = tryRule(rule, input);
    considered.push(...step.considered);
    if (step.chosen !== null) return finish(rule.key, step);
  }
  const queued = input.rules.some((rule) => rule.holds) ? 'nobody-available' : 'no-rule-applies';
  const rotation = sorted(input.rotation);
  return { chosen: null, step: null, pool: null, salesSourced: false, queued, considered, rotation };
}

/** A lead that a rep found stays with the rep, absent or full as they may be, unless they have left. */
function tryFinder(memberId: string, { members }: RoutingInput): Step {
  const member = members.find(({ id }) => id === memberId);
  const skipped = member?.active ? null : member === undefined ? 'unknown-member' : 'inactive';
  return { considered: [{ step: 'protection', memberId, skipped }], chosen: skipped === null ? memberId : null };
}

function tryRule(rule: RoutingRule, input: RoutingInput): Step {
  const { to, key } = rule;
  if (to.kind === 'team') return tryTeam(rule, to.team, input);
  const owners = { 'account-owner': input.lead.accountOwner, 'contact-owner': input.lead.contactOwner };
  return tryPerson(key, to.kind === 'member' ? to.member : owners[to.kind], rule.cap, input);
}

/** Somebody whom a rule names; outside of working hours their clock waits for opening time. */
function tryPerson(step: string, memberId: string | null, cap: number | null, input: RoutingInput): Step {
  const skipped = memberId === null ? 'no-owner' : findSkip(memberId, teamCap(memberId, cap, input), input);
  return { considered: [{ step, memberId, skipped }], chosen: skipped === null ? memberId : null };
}

/** A member's own cap holds wherever the lead comes from. */
function teamCap(memberId: string, cap: number | null, { teams }: RoutingInput): number | null {
  const own = teams.flatMap(({ members }) => members).filter((one) => one.memberId === memberId);
  return lowestCap(cap, ...own.map((one) => one.cap));
}

function tryTeam(rule: RoutingRule, key: string, input: RoutingInput): Step {
  const team = input.teams.find((one) => one.key === key);
  const roster = [...(team?.members ?? [])].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const pool = `team:${key}`;
  const find = (memberId: string) => input.members.find(({ id }) => id === memberId);
  const present = roster
    .filter(({ memberId, weight }) => weight > 0 && findAbsence(find(memberId), input) === null)
    .map(({ memberId, weight }) => ({ memberId, weight: rule.method === 'weighted' ? weight : 1 }));
  const looks = roster.map(({ memberId, weight, cap }): Considered => {
    const skipped = weight > 0 ? findSkip(memberId, lowestCap(rule.cap, cap), input) : 'no-weight';
    return { step: rule.key, memberId, skipped };
  });
  const isFree = (memberId: string) => looks.some((look) => look.memberId === memberId && look.skipped === null);
  const free = present.filter(({ memberId }) => isFree(memberId));
  const working = free.filter(({ memberId }) => find(memberId)?.working);
  const candidates = working.length > 0 ? working : free;

  const others = input.rotation.filter((place) => place.pool !== pool);
  const mine = input.rotation.filter((place) => place.pool === pool);
  const turn = takeTurn(settleRotation(mine, pool, present), candidates);
  if (turn === null) return { considered: looks, chosen: null };
  const considered = looks.map((look): Considered => {
    if (look.skipped !== null || look.memberId === turn.memberId) return look;
    const isCandidate = candidates.some(({ memberId }) => memberId === look.memberId);
    return { ...look, skipped: isCandidate ? 'not-in-turn' : 'outside-hours' };
  });
  return { considered, chosen: turn.memberId, pool, rotation: sorted([...others, ...turn.places]) };
}

function findSkip(memberId: string, cap: number | null, input: RoutingInput): SkipReason | null {
  const member = input.members.find(({ id }) => id === memberId);
  const absence = findAbsence(member, input);
  if (absence !== null || member === undefined) return absence;
  if (input.lead.excluded.includes(memberId)) return 'excluded';
  const { lastPass } = input.lead;
  const isSame = lastPass?.memberId === memberId;
  if (isSame && !mayReturn(lastPass, input.sameRepAgainAfter, input.now)) return 'same-rep-too-soon';
  return cap !== null && member.open >= cap ? 'at-cap' : null;
}

function sorted(places: readonly RotationPlace[]): RotationPlace[] {
  const key = ({ pool, memberId }: RotationPlace) => `${pool}\n${memberId}`;
  return [...places].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
