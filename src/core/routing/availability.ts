/** A member as routing sees them at one instant. Instants are epoch milliseconds, ends excluded. */
export type RoutingMember = {
  id: string;
  active: boolean;
  /** Whether the agreement in force is acknowledged. */
  acknowledged: boolean;
  /** Whether the member's calendar is open now. */
  working: boolean;
  /** Handoffs offered or accepted that have no deal. */
  open: number;
  absences: readonly { from: number; to: number }[];
};

/** Why somebody was passed over. */
export const skipReasons = {
  'no-owner': 'There is no owner.',
  'unknown-member': 'Is no member of this workspace.',
  inactive: 'Is no longer active.',
  absent: 'Is absent.',
  'not-acknowledged': 'Has not acknowledged the agreement, and the days of grace are over.',
  'no-weight': 'Takes no turns: the weight is 0.',
  'at-cap': 'Has as many open leads as the cap allows.',
  excluded: 'Is left out for this lead.',
  'same-rep-too-soon': 'Had this lead before; the agreed days are not over and there is no new high-intent touch.',
  'outside-hours': 'Is outside of working hours while others are at work.',
  'not-in-turn': 'Was available; it was the turn of somebody else.',
} as const;
export type SkipReason = keyof typeof skipReasons;

export type AvailabilityTerms = {
  now: number;
  /** From when on members who have not acknowledged the agreement get no leads. */
  acknowledgeBy: number;
};

/**
 * Why a member takes no part in a rotation for now, whatever the lead; null when they do. Whoever is out for one of these
 * reasons comes back at the mean of the team.
 *
 * @example
 * const ana = { id: 'ana', active: true, acknowledged: true, working: true, open: 0, absences: [{ from: 10, to: 20 }] };
 * findAbsence(ana, { now: 10, acknowledgeBy: 0 }) // 'absent'
 * findAbsence(ana, { now: 20, acknowledgeBy: 0 }) // null
 */
export function findAbsence(
  member: RoutingMember | undefined,
  { now, acknowledgeBy }: AvailabilityTerms,
): SkipReason | null {
  if (member === undefined) return 'unknown-member';
  if (!member.active) return 'inactive';
  if (member.absences.some(({ from, to }) => from <= now && now < to)) return 'absent';
  return !member.acknowledged && now >= acknowledgeBy ? 'not-acknowledged' : null;
}

/**
 * The smallest of several caps, each null where there is none.
 *
 * @example
 * lowestCap(15, null, 10) // 10
 * lowestCap(null) // null
 */
export function lowestCap(...caps: readonly (number | null)[]): number | null {
  const given = caps.filter((cap) => cap !== null);
  return given.length > 0 ? Math.min(...given) : null;
}

/** A lead's last pass through Sales: who had it and when it came back. */
export type LastPass = { memberId: string; endedAt: number; highIntentAt: number | null };

/**
 * Whether the rep who had a lead may get it again: after the agreed days, or on a high-intent touch since it came back.
 *
 * @param again milliseconds from the hand-back on
 * @example
 * mayReturn({ memberId: 'ana', endedAt: 0, highIntentAt: null }, 2_592_000_000, 1000) // false
 * mayReturn({ memberId: 'ana', endedAt: 0, highIntentAt: 500 }, 2_592_000_000, 1000) // true
 */
export function mayReturn(last: LastPass, again: number, now: number): boolean {
  return now >= last.endedAt + again || (last.highIntentAt !== null && last.highIntentAt > last.endedAt);
}
