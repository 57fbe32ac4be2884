import { findAbsence, lowestCap, mayReturn, type SkipReason } from './availability.ts';
import type { RoutingInput, RoutingRule } from './route.ts';

/**
 * How a member stands to a lead that waits for somebody: by which rule it can be theirs, for which team, with which cap; and
 * why not. Null for a rule that names them not at all.
 */
export type Taker = {
  rule: string | null;
  /** The key of the team by which the rule names them; null where it names them in person. */
  team: string | null;
  /** The most open leads that they may have; null for no limit. */
  cap: number | null;
  open: number;
  refused: SkipReason | 'not-named' | null;
};

/**
 * Whether a member may take a lead by themselves: by the first rule that holds and names them, in person or by a team. As
 * routing has it they must have acknowledged the agreement, stay within their cap, and not have had the lead before the agreed
 * days are over. An absence and a weight of 0 bar nobody who offers to take one.
 *
 * @example
 * const ana = { id: 'ana', active: true, acknowledged: true, working: true, open: 3, absences: [] };
 * const lead = { accountOwner: null, contactOwner: null, selfSourced: null, lastPass: null, excluded: [] };
 * const rule = { key: 'all', holds: true, to: { kind: 'team', team: 'inbound' }, method: 'round-robin', cap: null };
 * const teams = [{ key: 'inbound', members: [{ memberId: 'ana', weight: 0, cap: 3 }] }];
 * judgeTaker({ now: 0, acknowledgeBy: 0, lead, sameRepAgainAfter: 0, rules: [rule], teams, members: [ana], rotation: [] }, 'ana')
 * // { rule: 'all', team: 'inbound', cap: 3, open: 3, refused: 'at-cap' }
 */
export function judgeTaker(input: RoutingInput, memberId: string): Taker {
  const judged = input.rules.flatMap((rule) => judgeRule(rule, input, memberId) ?? []);
  const [first] = judged;
  if (first !== undefined) return judged.find(({ refused }) => refused === null) ?? first;
  const cap = ownCap(input, memberId, null);
  const open = findMember(input, memberId)?.open ?? 0;
  return { rule: null, team: null, cap, open, refused: 'not-named' };
}

function judgeRule(rule: RoutingRule, input: RoutingInput, memberId: string): Taker | null {
  const { to, key } = rule;
  if (!rule.holds) return null;
  const team = to.kind === 'team' ? to.team : null;
  const { accountOwner, contactOwner } = input.lead;
  const named =
    to.kind === 'member'
      ? to.member
      : { 'account-owner': accountOwner, 'contact-owner': contactOwner, team: null }[to.kind];
  const roster = input.teams.find((one) => one.key === team)?.members ?? [];
  if (named !== memberId && !roster.some((one) => one.memberId === memberId)) return null;
  const cap = ownCap(input, memberId, rule.cap);
  const open = findMember(input, memberId)?.open ?? 0;
  return { rule: key, team, cap, open, refused: findRefusal(input, memberId, cap) };
}

function findRefusal(input: RoutingInput, memberId: string, cap: number | null): SkipReason | null {
  const { lead, now, sameRepAgainAfter } = input;
  const member = findMember(input, memberId);
  const absence = findAbsence(member && { ...member, absences: [] }, input);
  if (absence !== null || member === undefined) return absence;
  if (lead.excluded.includes(memberId)) return 'excluded';
  const { lastPass } = lead;
  if (lastPass?.memberId === memberId && !mayReturn(lastPass, sameRepAgainAfter, now)) return 'same-rep-too-soon';
  return cap !== null && member.open >= cap ? 'at-cap' : null;
}

/** Whoever takes a lead of one team goes on having their cap of another. */
function ownCap({ teams }: RoutingInput, memberId: string, cap: number | null): number | null {
  const own = teams.flatMap(({ members }) => members).filter((one) => one.memberId === memberId);
  return lowestCap(cap, ...own.map((one) => one.cap));
}

const findMember = ({ members }: RoutingInput, memberId: string) => members.find(({ id }) => id === memberId);
