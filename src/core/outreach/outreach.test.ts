import { describe, expect, it } from 'vitest';
import { BatonError } from '../errors.ts';
import { decideMessage, findNextSlot, type OutreachQuestion } from './decide-message.ts';
import { decideQueue } from './decide-queue.ts';
import { findFreeSlot, findWaits } from './free-slot.ts';
import {
  isExempt,
  type OutreachContact,
  type OutreachMessage,
  type OutreachPolicy,
  parseQuietHours,
  type SentMessage,
} from './policy.ts';

const hour = 3_600_000;
const at = (text: string) => Date.parse(text);
const policy: OutreachPolicy = {
  cap: { messages: 3, days: 7, window: 'rolling' },
  gap: 24 * hour,
  quietHours: parseQuietHours('20:00-08:00'),
  holdMarketingWhile: ['open-deal', 'accepted', 'sales-sequence'],
  consent: 'not-refused',
};
const loose: OutreachPolicy = { ...policy, cap: null, gap: 0, quietHours: null };
const nurture: OutreachMessage = { department: 'marketing', kind: 'nurture' };
const sequence: OutreachMessage = { department: 'sales', kind: 'sequence' };
const noon = at('2026-06-15T10:00:00Z');
const ask = (part: Partial<OutreachQuestion> & { sentAt?: string[] } = {}) =>
  decideMessage({
    policy,
    contact: { zone: 'Europe/Berlin' },
    message: nurture,
    sent: (part.sentAt ?? []).map((text) => ({ at: at(text) })),
    now: noon,
    ...part,
  });

describe('quiet hours', () => {
  it('are read', () => {
    expect(parseQuietHours('20:00-08:00')).toEqual({ from: 1200, to: 480 });
    expect(parseQuietHours(' 9:30 - 24:00 ')).toEqual({ from: 570, to: 0 });
    for (const text of ['', '20-8', '25:00-08:00', '08:00-08:00', '00:00-24:00', '20:00-08:60', '20:00–08:00']) {
      expect(() => parseQuietHours(text)).toThrow(BatonError);
    }
  });

  it.each([
    ['Europe/Berlin', '2026-06-15T17:59:59Z', null],
    ['Europe/Berlin', '2026-06-15T18:00:00Z', '2026-06-16T06:00:00Z'],
    ['Europe/Berlin', '2026-06-15T23:00:00Z', '2026-06-16T06:00:00Z'],
    ['Europe/Berlin', '2026-06-16T06:00:00Z', null],
    ['Asia/Kolkata', '2026-06-15T14:30:00Z', '2026-06-16T02:30:00Z'],
    ['Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T06:00:00Z'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T07:00:00Z'],
    ['Asia/Kathmandu', '2026-06-15T14:15:00Z', '2026-06-16T02:15:00Z'],
    ['Pacific/Apia', '2011-12-30T06:00:00Z', '2011-12-30T18:00:00Z'],
  ])('in %s at %s hold until %s', (zone, now, until) => {
    expect(ask({ contact: { zone }, now: at(now) })).toMatchObject(
      until === null ? { decision: 'send' } : { decision: 'defer', reason: 'quiet-hours', until: at(until) },
    );
  });

  it('that end in the hour which autumn repeats never end in the past', () => {
    const quietHours = parseQuietHours('20:00-02:30');
    const contact = { zone: 'Europe/Berlin' };
    const late = at('2026-10-25T01:10:00Z');
    expect(ask({ policy: { ...loose, quietHours }, contact, now: late }).until).toBe(at('2026-10-25T01:30:00Z'));
  });
});

describe('the decision about a message', () => {
  it.each<[string, Partial<OutreachQuestion> & { sentAt?: string[] }, object]>([
    ['nothing against it', {}, { decision: 'send', reason: null, until: null, reasons: [] }],
    [
      'the cap',
      { sentAt: ['2026-06-09T10:00:01Z', '2026-06-11T10:00:00Z', '2026-06-13T10:00:00Z'] },
      { decision: 'defer', reason: 'cap', until: at('2026-06-16T10:00:01Z') },
    ],
    [
      'exactly seven days',
      { sentAt: ['2026-06-08T10:00:00Z', '2026-06-11T10:00:00Z', '2026-06-13T10:00:00Z'] },
      { decision: 'send' },
    ],
    [
      'the gap',
      { sentAt: ['2026-06-15T08:00:00Z'] },
      { decision: 'defer', reason: 'gap', until: at('2026-06-16T08:00:00Z') },
    ],
    [
      'the gap, ending in quiet hours',
      { sentAt: ['2026-06-14T19:00:00Z'] },
      { decision: 'defer', reason: 'gap', until: at('2026-06-16T06:00:00Z') },
    ],
    ['an open deal', { contact: { zone: 'UTC', hasOpenDeal: true } }, { decision: 'block', reason: 'open-deal' }],
    [
      'an open deal, from Sales',
      { contact: { zone: 'UTC', hasOpenDeal: true }, message: sequence },
      { decision: 'send' },
    ],
    [
      'a sequence',
      { contact: { zone: 'UTC', isInSequence: true } },
      {
        decision: 'pause-nurture',
        reason: 'sales-sequence',
        until: null,
        resume: { after: 'sequence-ends', plus: 'gap' },
      },
    ],
    [
      'an accepted lead',
      { contact: { zone: 'UTC', isAccepted: true } },
      { decision: 'pause-nurture', reason: 'accepted', resume: { after: 'handoff-ends', plus: 'gap' } },
    ],
    [
      'a hold that is not agreed',
      {
        contact: { zone: 'UTC', isAccepted: true, hasOpenDeal: true, isInSequence: true },
        policy: { ...policy, holdMarketingWhile: [] },
      },
      { decision: 'send' },
    ],
    [
      'opted out of all',
      { contact: { zone: 'UTC', optedOut: ['all'], hasOpenDeal: true } },
      { decision: 'block', reason: 'opt-out' },
    ],
    [
      'opted out of marketing',
      { contact: { zone: 'UTC', optedOut: ['marketing'] } },
      { decision: 'block', reason: 'opt-out' },
    ],
    [
      'opted out of marketing, from Sales',
      { contact: { zone: 'UTC', optedOut: ['marketing'] }, message: sequence },
      { decision: 'send' },
    ],
    ['consent denied', { contact: { zone: 'UTC', consent: 'denied' } }, { decision: 'block', reason: 'opt-out' }],
    ['consent needed', { policy: { ...policy, consent: 'needed' } }, { decision: 'block', reason: 'no-consent' }],
    [
      'consent given',
      { policy: { ...policy, consent: 'needed' }, contact: { zone: 'UTC', consent: 'granted' } },
      { decision: 'send' },
    ],
    [
      'a competitor',
      { contact: { zone: 'UTC', suppressed: 'competitor' }, message: sequence },
      { decision: 'block', reason: 'competitor' },
    ],
    [
      'an escalation',
      { contact: { zone: 'UTC', suppressed: 'escalation' } },
      { decision: 'block', reason: 'escalation' },
    ],
    [
      'a quiet week',
      { contact: { zone: 'UTC', quietUntil: noon + 24 * hour } },
      { decision: 'defer', reason: 'quiet-week', until: noon + 24 * hour },
    ],
    ['a quiet week that is over', { contact: { zone: 'UTC', quietUntil: noon } }, { decision: 'send' }],
    [
      'a cap of none',
      { policy: { ...policy, cap: { messages: 0, days: 7, window: 'rolling' } } },
      { decision: 'defer', reason: 'cap', until: null },
    ],
    [
      'an erased person',
      { contact: { zone: 'UTC', isErased: true }, message: { department: 'sales', kind: 'reply' } },
      { decision: 'block', reason: 'erased' },
    ],
    [
      'a bounce',
      { contact: { zone: 'UTC', hasBounced: true }, message: { department: 'sales', kind: 'transactional' } },
      { decision: 'block', reason: 'bounced' },
    ],
    [
      'replies do not use up the cap',
      { sent: ['09', '11', '13'].map((day) => ({ at: at(`2026-06-${day}T12:00:00Z`), kind: 'reply' as const })) },
      { decision: 'send' },
    ],
  ])('%s', (_, part, expected) => expect(ask(part)).toMatchObject(expected));

  it.each(['transactional', 'reply'] as const)('lets a %s message pass at any time', (kind) => {
    const contact: OutreachContact = {
      zone: 'UTC',
      hasOpenDeal: true,
      isInSequence: true,
      optedOut: ['all'],
      quietUntil: noon * 2,
    };
    const sent = [1, 2, 3].map((n) => ({ at: noon - n * hour }));
    expect(
      ask({ contact, sent, message: { department: 'marketing', kind }, now: at('2026-06-15T23:00:00Z') }).decision,
    ).toBe('send');
    expect(isExempt(kind)).toBe(true);
  });

  it("counts a member's personal messages and warns about them, but never holds them back", () => {
    const message: OutreachMessage = { department: 'sales', kind: 'personal' };
    const sentAt = ['2026-06-10T10:00:00Z', '2026-06-11T12:00:00Z', '2026-06-13T10:00:00Z'];
    expect(ask({ message, sentAt })).toMatchObject({
      decision: 'warn',
      reason: 'cap',
      until: at('2026-06-17T10:00:00Z'),
    });
    expect(ask({ message, contact: { zone: 'UTC', optedOut: ['all'] } }).decision).toBe('block');
    expect(ask({ message, contact: { zone: 'UTC', suppressed: 'escalation', hasOpenDeal: true } }).decision).toBe(
      'send',
    );
    const sent = sentAt.map((text): SentMessage => ({ at: at(text), kind: 'personal' }));
    expect(ask({ sent })).toMatchObject({ decision: 'defer', reason: 'cap' });
  });

  it('names every rule against it, its clause and a sentence without the words of the file', () => {
    const { reasons } = ask({
      contact: { zone: 'Europe/Berlin', hasOpenDeal: true, isInSequence: true, quietUntil: noon + 90 * hour },
      sentAt: ['2026-06-10T10:00:00Z', '2026-06-11T12:00:00Z', '2026-06-15T18:00:00Z'],
      now: at('2026-06-15T19:00:00Z'),
    });
    expect(reasons.map(({ rule, clause }) => [rule, clause])).toEqual([
      ['open-deal', 'outreach.hold_marketing_while'],
      ['sales-sequence', 'outreach.hold_marketing_while'],
      ['quiet-week', null],
      ['quiet-hours', 'outreach.quiet_hours'],
      ['gap', 'outreach.gap'],
      ['cap', 'outreach.cap'],
    ]);
    for (const { why } of reasons) {
      expect(why).toMatch(/^[A-Z].*\.$/);
      expect(why).not.toMatch(/_|-while|undefined|null/);
    }
    expect(reasons.map(({ why }) => why)).toContain(
      'Both departments together send at most 3 in any 7 days; they are used up.',
    );
    expect(reasons.map(({ why }) => why)).toContain('Less than 24 hours lie between this and another message.');
  });

  it('counts calendar days of the person', () => {
    const calendar: OutreachPolicy = { ...policy, gap: 0, cap: { messages: 1, days: 1, window: 'calendar-day' } };
    const contact = { zone: 'America/New_York' };
    const now = at('2026-06-16T12:30:00Z');
    expect(ask({ policy: calendar, contact, now, sentAt: ['2026-06-15T23:00:00Z'] }).decision).toBe('send');
    expect(ask({ policy: calendar, contact, now, sentAt: ['2026-06-16T12:00:00Z'] })).toMatchObject({
      reason: 'cap',
      until: at('2026-06-17T12:00:00Z'),
    });
  });

  it('does what its examples say', () => {
    const gapOnly: OutreachPolicy = {
      cap: null,
      gap: hour,
      quietHours: null,
      holdMarketingWhile: [],
      consent: 'not-refused',
    };
    const slot = { policy: gapOnly, zone: 'UTC', quietUntil: null, sent: [0] };
    expect(findWaits(slot, 60_000)).toEqual([{ wait: 'gap', until: 3_600_000 }]);
    expect(findFreeSlot(slot, 60_000)).toBe(3_600_000);
    expect(
      findNextSlot({ policy: gapOnly, contact: { zone: 'UTC' }, message: nurture, sent: [{ at: 0 }], now: 1000 }),
    ).toBe(3_600_000);
    expect(
      decideMessage({
        policy: { ...gapOnly, gap: 86_400_000 },
        contact: { zone: 'Europe/Berlin' },
        message: { department: 'sales', kind: 'reply' },
        sent: [{ at: 0 }],
        now: 1000,
      }).decision,
    ).toBe('send');
    expect(
      decideQueue({
        policy: {
          cap: { messages: 1, days: 7, window: 'rolling' },
          gap: 0,
          quietHours: null,
          holdMarketingWhile: [],
          consent: 'not-refused',
        },
        contact: { zone: 'UTC' },
        queue: [
          { id: 'n', department: 'marketing', kind: 'nurture' },
          { id: 'e', department: 'marketing', kind: 'event' },
        ],
        sent: [],
        now: 0,
      }).map(({ id, decision, slot: when }) => [id, decision, when]),
    ).toEqual([
      ['e', 'send', 0],
      ['n', 'defer', 604_800_000],
    ]);
  });

  it('keeps the distance to what is booked later as well', () => {
    const booked = [noon + 12 * hour, noon + 60 * hour];
    const rules: OutreachPolicy = { ...loose, gap: 24 * hour, cap: { messages: 2, days: 7, window: 'rolling' } };
    expect(ask({ policy: rules, sent: booked.map((when) => ({ at: when })) })).toMatchObject({
      decision: 'defer',
      until: noon + (12 + 7 * 24) * hour,
    });
    expect(ask({ policy: { ...rules, cap: null }, sent: booked.map((when) => ({ at: when })) }).until).toBe(
      noon + 36 * hour,
    );
  });
});
