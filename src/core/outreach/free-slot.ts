import { Temporal } from 'temporal-polyfill';
import type { OutreachPolicy, QuietHours } from './policy.ts';

const dayLength = 86_400_000;

/** What may keep a message waiting, in the order in which it is looked at (`domain.md` 8). */
export type Wait = 'quiet-week' | 'quiet-hours' | 'gap' | 'cap';

/** All that decides when one more message fits. `sent` holds what counts, past and booked, in epoch milliseconds. */
export type SlotQuestion = {
  readonly policy: OutreachPolicy;
  readonly zone: string;
  readonly quietUntil: number | null;
  readonly sent: readonly number[];
};

/**
 * The rules that a message at this instant would break, in order, each with the earliest instant at which that rule alone
 * would let it pass (never: infinity).
 *
 * @param at epoch milliseconds
 * @example
 * findWaits({ policy: { cap: null, gap: 3_600_000, quietHours: null, holdMarketingWhile: [], consent: 'not-refused' }, zone: 'UTC', quietUntil: null, sent: [0] }, 60_000)
 * // [{ wait: 'gap', until: 3600000 }]
 */
export function findWaits(question: SlotQuestion, at: number): { wait: Wait; until: number }[] {
  const { policy, zone, quietUntil, sent } = question;
  const ends: [Wait, number][] = [
    ['quiet-week', Math.max(at, quietUntil ?? at)],
    ['quiet-hours', policy.quietHours === null ? at : endOfQuietHours(policy.quietHours, zone, at)],
    ['gap', settle(at, (time) => endOfGap(sent, policy.gap, time))],
    [
      'cap',
      isImpossible(policy) ? Number.POSITIVE_INFINITY : settle(at, (time) => endOfCap(policy.cap, zone, sent, time)),
    ],
  ];
  return ends.filter(([, until]) => until > at).map(([wait, until]) => ({ wait, until }));
}

/**
 * The first instant from `at` on at which one more message breaks none of the rules; null when the cap allows none at all.
 *
 * @param at epoch milliseconds
 * @example
 * findFreeSlot({ policy: { cap: null, gap: 3_600_000, quietHours: null, holdMarketingWhile: [], consent: 'not-refused' }, zone: 'UTC', quietUntil: null, sent: [0] }, 60_000)
 * // 3600000
 */
export function findFreeSlot(question: SlotQuestion, at: number): number | null {
  if (isImpossible(question.policy)) return null;
  let slot = at;
  // Each round jumps over at least one night or one message that was sent, so it ends soon after the last of them.
  for (let waits = findWaits(question, slot); waits.length > 0; waits = findWaits(question, slot)) {
    slot = Math.max(...waits.map(({ until }) => until));
  }
  return slot;
}

function isImpossible({ cap }: OutreachPolicy): boolean {
  return cap !== null && cap.messages < 1;
}

/** What a rule moves may land on its next obstacle: it is moved on until it stays. */
function settle(at: number, move: (time: number) => number): number {
  let time = at;
  for (let next = move(time); next > time; next = move(time)) time = next;
  return time;
}

/** The end of the quiet hours that `at` lies in, by the clock on the person's wall; `at` itself outside of them. */
function endOfQuietHours({ from, to }: QuietHours, zone: string, at: number): number {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.ceil(at)).toZonedDateTimeISO(zone);
  const time = local.hour * 60 + local.minute;
  const isQuiet = from < to ? time >= from && time < to : time >= from || time < to;
  if (!isQuiet) return at;
  const day = time < to ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  const end = day.toPlainDateTime({ hour: Math.floor(to / 60), minute: to % 60 });
  const instant = end.toZonedDateTime(zone).epochMilliseconds;
  // In the hour that a zone repeats in autumn the first of the two ends may lie behind us.
  return instant > at ? instant : end.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds;
}

/** A gap is kept to what was sent before and to what is booked after. */
function endOfGap(sent: readonly number[], gap: number, at: number): number {
  return Math.max(at, ...sent.filter((other) => Math.abs(at - other) < gap).map((other) => other + gap));
}

/**
 * The earliest instant that the messages now in the way let pass. A window holds those less than its length apart, so one
 * exactly seven days old no longer counts; on calendar days, those whose days are less than that many apart.
 */
function endOfCap(cap: OutreachPolicy['cap'], zone: string, sent: readonly number[], at: number): number {
  if (cap === null) return at;
  const isRolling = cap.window === 'rolling';
  const length = isRolling ? cap.days * dayLength : cap.days;
  const placeOf = (instant: number) => (isRolling ? instant : dayNumber(zone, instant));
  const place = placeOf(at);
  const near = sent
    .map(placeOf)
    .filter((other) => Math.abs(other - place) < length)
    .sort((a, b) => a - b);
  const before = near.filter((other) => other <= place);
  const all = [...before, place, ...near.slice(before.length)];
  // Any row of messages + 1 that fits into one window is one too many; the one that starts last opens last.
  for (let last = all.length - 1; last >= cap.messages; last -= 1) {
    const first = last - cap.messages;
    const isCrowded = (all[last] ?? 0) - (all[first] ?? 0) < length;
    const holdsThis = first <= before.length && last >= before.length;
    if (!(isCrowded && holdsThis)) continue;
    const leaving = first === before.length ? (all[first + 1] ?? place) : (all[first] ?? place);
    return isRolling ? leaving + length : startOfDay(zone, leaving + length);
  }
  return at;
}

function dayNumber(zone: string, at: number): number {
  const day = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone).toPlainDate();
  return Math.round(Date.UTC(day.year, day.month - 1, day.day) / dayLength);
}

function startOfDay(zone: string, day: number): number {
  const date = Temporal.Instant.fromEpochMilliseconds(day * dayLength)
    .toZonedDateTimeISO('UTC')
    .toPlainDate();
  return date.toZonedDateTime(zone).epochMilliseconds;
}
