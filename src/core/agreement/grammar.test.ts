import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as amount from './amount.ts';
import { formatDestination, parseDestination } from './destination.ts';
import {
  formatDuration,
  formatHalfLife,
  parseBusinessDuration,
  parseDuration,
  parseHalfLife,
  readDuration,
} from './duration.ts';
import { GrammarError, Scanner } from './grammar.ts';
import { momentRange, parseMoment } from './moment.ts';
import { nearestWord, suggestWord } from './nearest-word.ts';
import * as recurrence from './recurrence.ts';

const failing = (parse: (text: string) => unknown, text: string) => {
  try {
    parse(text);
    return null;
  } catch (error) {
    return error instanceof GrammarError ? error.offset : 'another error';
  }
};

describe('the little grammars', () => {
  it.each<[string, unknown, unknown]>([
    ['parseDuration', parseDuration('4h'), 14400000],
    ['readDuration', readDuration(new Scanner('365d', '365d')), 31536000000],
    ['a week', parseDuration('2w'), parseDuration('14d')],
    ['formatDuration', formatDuration(1_209_600_000), '14d'],
    ['minutes', formatDuration(5_400_000), '90m'],
    ['parseHalfLife', parseHalfLife('never'), 'never'],
    ['formatHalfLife', formatHalfLife(86_400_000), '1d'],
    ['parseBusinessDuration', parseBusinessDuration('4h'), { unit: 'business-minutes', count: 240 }],
    ['parseShare', amount.parseShare('80%'), 0.8],
    ['formatShare', amount.formatShare(0.073), '7.3%'],
    ['parseAmountPer', amount.parseAmountPer('250000 per month'), { amount: 250000, per: 'month' }],
    ['formatAmountPer', amount.formatAmountPer({ amount: 250000, per: 'month' }), '250000 per month'],
    ['parseCountPer', amount.parseCountPer('3 per 365d'), { count: 3, per: 31536000000 }],
    ['formatCountPer', amount.formatCountPer({ count: 3, per: 31_536_000_000 }), '3 per 365d'],
    ['parseOpenCap', amount.parseOpenCap('15 open'), 15],
    ['parsePeopleRange', amount.parsePeopleRange('3 to 5'), { from: 3, to: 5 }],
    ['formatPeopleRange', amount.formatPeopleRange({ from: 3, to: 5 }), '3 to 5'],
    ['parseTarget of a share', amount.parseTarget('90%'), { kind: 'share', share: 0.9 }],
    ['parseTarget of a duration', amount.parseTarget('45d'), { kind: 'duration', duration: 3888000000 }],
    ['parseTarget of an amount', amount.parseTarget('6000'), { kind: 'amount', amount: 6000 }],
    ['formatTarget', amount.formatTarget({ kind: 'share', share: 0.9 }), '90%'],
    [
      'parseRecurrence',
      recurrence.parseRecurrence('first Tuesday 14:00'),
      { every: 'month', nth: 'first', weekday: 'tue', minute: 840 },
    ],
    [
      'formatRecurrence',
      recurrence.formatRecurrence({ every: 'quarter', nth: 'first', weekday: 'thu', minute: 840 }),
      'first Thursday of quarter 14:00',
    ],
    ['parseQuietHours', recurrence.parseQuietHours('20:00-08:00'), { from: 1200, to: 480 }],
    ['formatQuietHours', recurrence.formatQuietHours({ from: 1200, to: 480 }), '20:00-08:00'],
    ['formatMinute', recurrence.formatMinute(570), '09:30'],
    ['parseDestination', parseDestination('team:inbound'), { kind: 'team', team: 'inbound' }],
    ['formatDestination', formatDestination({ kind: 'account-owner' }), 'account.owner'],
    ['parseMoment', parseMoment('2026-10-01 08:00'), '2026-10-01T08:00'],
    ['momentRange', momentRange('2026-10-01', 'UTC'), { start: 1790812800000, end: 1790899200000 }],
    [
      'a short day',
      momentRange('2026-03-29', 'Europe/Berlin').end - momentRange('2026-03-29', 'Europe/Berlin').start,
      82_800_000,
    ],
    ['nearestWord', nearestWord('buisness', ['business', 'business-days']), 'business'],
    ['nearestWord far', nearestWord('colour', ['business', 'business-days']), undefined],
    ['suggestWord near', suggestWord('mnth', ['week', 'month', 'quarter']), 'Did you mean month?'],
    ['suggestWord far', suggestWord('day', ['week', 'month', 'quarter']), 'Write one of: week, month, quarter.'],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected);
  });

  it.each<[string, (text: string) => unknown, string, number]>([
    ['no number', parseDuration, 'd', 0],
    ['no unit', parseDuration, '30', 2],
    ['a wrong unit', parseDuration, '30 x', 3],
    ['zero', parseDuration, '0d', 0],
    ['a fraction', parseDuration, '1.5d', 0],
    ['too much', parseDuration, '30d ago', 4],
    ['days of business time', parseBusinessDuration, '2d', 1],
    ['no percent', amount.parseShare, '80', 2],
    ['a wrong period', amount.parseAmountPer, '3 per moon', 6],
    ['no per', amount.parseCountPer, '3 in 7d', 2],
    ['not open', amount.parseOpenCap, '15 closed', 3],
    ['a range that falls', amount.parsePeopleRange, '5 to 3', 5],
    ['a wrong weekday', recurrence.parseRecurrence, 'first Tusday 14:00', 6],
    ['a wrong time', recurrence.parseRecurrence, 'Monday 25:00', 7],
    ['of what', recurrence.parseRecurrence, 'Monday of quarter 10:00', 7],
    ['a span of nothing', recurrence.parseQuietHours, '08:00-08:00', 6],
    ['nobody', parseDestination, 'teem:inbound', 0],
    ['no team', parseDestination, 'team:', 5],
    ['no such day', parseMoment, '2026-02-30', 0],
  ])('refuses %s with the place', (_name, parse, text, offset) => {
    expect(failing(parse, text)).toBe(offset);
  });

  it('reads as its docstring says', () => {
    const scanner = new Scanner('3 per 365d', '3 per 365d');
    expect([scanner.number(), scanner.word(['per'])]).toEqual([3, 'per']);
  });

  it('come back from their own form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 0, max: 100_000 }), (minutes, share) => {
        expect(parseDuration(formatDuration(minutes * 60_000))).toBe(minutes * 60_000);
        const exact = amount.parseShare(`${share / 1000}%`);
        expect(amount.parseShare(amount.formatShare(exact))).toBe(exact);
      }),
      { numRuns: 300 },
    );
  });
});
