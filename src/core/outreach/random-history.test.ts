import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { decideMessage, findNextSlot, type OutreachQuestion } from './decide-message.ts';
import { decideQueue } from './decide-queue.ts';
import {
  isExempt,
  messageKinds,
  type OutreachMessage,
  type OutreachPolicy,
  parseQuietHours,
  type SentMessage,
} from './policy.ts';

const hour = 3_600_000;
const at = (text: string) => Date.parse(text);
const nurture: OutreachMessage = { department: 'marketing', kind: 'nurture' };

describe('the policy over random histories', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'UTC',
  );
  // Around a change of the clock in each of the zones that have one.
  const starts = fc
    .constantFrom('2026-03-27T00:00:00Z', '2026-10-23T00:00:00Z', '2026-04-03T00:00:00Z', '2011-12-28T00:00:00Z')
    .map(at);
  const policies: fc.Arbitrary<OutreachPolicy> = fc.record({
    cap: fc.option(
      fc.record({
        messages: fc.integer({ min: 1, max: 4 }),
        days: fc.integer({ min: 1, max: 8 }),
        window: fc.constantFrom('rolling' as const, 'calendar-day' as const),
      }),
    ),
    gap: fc.constantFrom(0, hour, 24 * hour, 30 * hour),
    quietHours: fc.option(
      fc.constantFrom('20:00-08:00', '12:00-14:00', '22:30-02:30', '00:00-03:00', '08:01-08:00').map(parseQuietHours),
    ),
    holdMarketingWhile: fc.constant([]),
    consent: fc.constant('not-refused'),
  });
  const kinds = fc.constantFrom(...messageKinds);

  /** By brute force: what a policy says about a list of messages that counted, and were not sent by hand. */
  function expectKept(
    { cap, gap, quietHours }: OutreachPolicy,
    zone: string,
    sent: readonly number[],
    free: ReadonlySet<number>,
  ) {
    const dayOf = (instant: number) => {
      const day = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
      return Date.UTC(day.year, day.month - 1, day.day) / (24 * hour);
    };
    for (const [place, instant] of sent.entries()) {
      if (free.has(place)) continue;
      const earlier = sent.filter(
        (other, index) => index !== place && (other < instant || (other === instant && index < place)),
      );
      for (const other of earlier) expect(instant - other).toBeGreaterThanOrEqual(gap);
      if (cap !== null) {
        const inWindow = earlier.filter((other) =>
          cap.window === 'rolling' ? other > instant - cap.days * 24 * hour : dayOf(other) > dayOf(instant) - cap.days,
        );
        expect(inWindow.length + 1).toBeLessThanOrEqual(cap.messages);
      }
      if (quietHours !== null) {
        const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        const time = local.hour * 60 + local.minute;
        const { from, to } = quietHours;
        expect(from < to ? time >= from && time < to : time >= from || time < to).toBe(false);
      }
    }
  }

  it('lets no message pass beyond cap, gap and quiet hours, whoever sends', () => {
    const asked = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 40 * 60 }), kind: kinds, isMarketing: fc.boolean() }),
      { maxLength: 25 },
    );
    let passed = 0;
    fc.assert(
      fc.property(policies, zones, starts, asked, (rules, zone, start, steps) => {
        const sent: SentMessage[] = [];
        let now = start;
        for (const { after, kind, isMarketing } of steps) {
          now += after * 60_000;
          const message: OutreachMessage = { department: isMarketing ? 'marketing' : 'sales', kind };
          const { decision } = decideMessage({ policy: rules, contact: { zone }, message, sent, now });
          expect(['send', 'warn', 'defer']).toContain(decision);
          if (kind === 'personal' || isExempt(kind)) expect(decision).not.toBe('defer');
          if (decision !== 'defer') sent.push({ at: now, kind });
        }
        const counted = sent.filter(({ kind }) => kind === undefined || !isExempt(kind));
        const byHand = new Set(counted.flatMap(({ kind }, index) => (kind === 'personal' ? [index] : [])));
        passed += counted.length - byHand.size;
        expectKept(
          rules,
          zone,
          counted.map(({ at: when }) => when),
          byHand,
        );
      }),
      { numRuns: 400 },
    );
    expect(passed).toBeGreaterThan(400);
  });

  it('defers to the first instant at which the message may go', () => {
    const history = fc.array(fc.integer({ min: 0, max: 12 * 24 * 60 }), { maxLength: 12 });
    fc.assert(
      fc.property(policies, zones, starts, history, (rules, zone, start, minutes) => {
        const sent = minutes.map((minute) => ({ at: start + minute * 60_000 }));
        const now = start + 8 * 24 * hour;
        const question: OutreachQuestion = { policy: rules, contact: { zone }, message: nurture, sent, now };
        const { decision, until } = decideMessage(question);
        if (decision === 'send') return;
        expect(until).toBeGreaterThan(now);
        const ask = (when: number) => decideMessage({ ...question, now: when }).decision;
        expect(ask(until ?? 0)).toBe('send');
        // Everything that ends a wait lies on a minute: the instants between need not be asked.
        for (let when = now; when < (until ?? 0); when += 10 * 60_000) expect(ask(when)).toBe('defer');
        expect(ask((until ?? 0) - 1)).toBe('defer');
        // Each reason says from when on its rule alone would agree.
        for (const { rule, until: end } of decideMessage(question).reasons) {
          const alone: OutreachPolicy = {
            ...rules,
            cap: rule === 'cap' ? rules.cap : null,
            gap: rule === 'gap' ? rules.gap : 0,
            quietHours: rule === 'quiet-hours' ? rules.quietHours : null,
          };
          expect(findNextSlot({ ...question, policy: alone })).toBe(end);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives the slots of a queue so that all of them together keep it, the important first', () => {
    const queue = fc.array(fc.record({ kind: kinds, isMarketing: fc.boolean() }), { maxLength: 8 });
    fc.assert(
      fc.property(policies, zones, starts, queue, (rules, zone, now, items) => {
        const messages = items.map(({ kind, isMarketing }, index) => ({
          id: String(index),
          department: isMarketing ? ('marketing' as const) : ('sales' as const),
          kind,
        }));
        const decisions = decideQueue({ policy: rules, contact: { zone }, queue: messages, sent: [], now });
        expect(decisions.map(({ id }) => id).sort()).toEqual(messages.map(({ id }) => id).sort());
        const slots = decisions.map(({ id, slot }) => ({
          kind: messages[Number(id)]?.kind ?? 'reply',
          slot: slot ?? Number.NaN,
        }));
        const ranks = slots.map(({ kind }) => messageKinds.indexOf(kind));
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        const counted = slots.filter(({ kind }) => !isExempt(kind));
        const byHand = new Set(counted.flatMap(({ kind }, index) => (kind === 'personal' ? [index] : [])));
        expectKept(
          rules,
          zone,
          counted.map(({ slot }) => slot),
          byHand,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('books slots from any instant on, before and between what is booked, and all of them together keep it', () => {
    const wishes = fc.array(fc.integer({ min: 0, max: 20 * 24 * 60 }), { maxLength: 12 });
    fc.assert(
      fc.property(policies, zones, starts, wishes, (rules, zone, start, minutes) => {
        const sent: SentMessage[] = [];
        for (const minute of minutes) {
          const now = start + minute * 60_000;
          const slot = findNextSlot({ policy: rules, contact: { zone }, message: nurture, sent, now });
          expect(slot).toBeGreaterThanOrEqual(now);
          sent.push({ at: slot ?? Number.NaN });
        }
        const slots = sent.map(({ at: when }) => when);
        expectKept(rules, zone, slots, new Set());
      }),
      { numRuns: 300 },
    );
  });
});
