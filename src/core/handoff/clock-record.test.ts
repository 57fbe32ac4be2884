import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyClockAction, type ClockRecord } from './clock-record.ts';

const running: ClockRecord = { due: 10, answeredAt: null, brokenAt: null, outcome: null, endedAt: null };
const brokenByTime: ClockRecord = { ...running, outcome: 'broken', brokenAt: 10, endedAt: 10 };

describe('what an action makes of a clock', () => {
  it('works as its example says', () => {
    expect(applyClockAction(running, 'keep', 10).outcome).toBe('kept');
    expect(applyClockAction(running, 'keep', 11).outcome).toBe('broken');
    expect(applyClockAction(running, 'cancel', 5).outcome).toBe('cancelled');
  });

  it.each<[string, ClockRecord, Parameters<typeof applyClockAction>[1], number, Partial<ClockRecord>]>([
    ['kept in time', running, 'keep', 9, { outcome: 'kept', answeredAt: 9, endedAt: 9, brokenAt: null }],
    ['answered late: both facts', running, 'keep', 15, { outcome: 'broken', answeredAt: 15, brokenAt: 10 }],
    ['answered after it was taken for broken', brokenByTime, 'keep', 15, { outcome: 'broken', answeredAt: 15 }],
    ['a fact in time that becomes known late', brokenByTime, 'keep', 9, { outcome: 'kept', brokenAt: null }],
    ['without a due instant', { ...running, due: null }, 'keep', 99, { outcome: 'kept', answeredAt: 99 }],
    ['broken before its time', running, 'break', 5, { outcome: 'broken', brokenAt: 5, answeredAt: null }],
    ['broken after its time', running, 'break', 12, { outcome: 'broken', brokenAt: 10 }],
    ['cancelled when its time was over', running, 'cancel', 11, { outcome: 'broken', brokenAt: 10, endedAt: 10 }],
    ['opened again', { ...running, outcome: 'kept', answeredAt: 5, endedAt: 5 }, 'reopen', 7, running],
    ['opened again too late', { ...running, outcome: 'kept', answeredAt: 5, endedAt: 5 }, 'reopen', 12, brokenByTime],
  ])('%s', (_name, record, action, at, expected) => {
    expect(applyClockAction(record, action, at)).toMatchObject(expected);
  });

  it('a clock that the agreement broke stays broken, and notes the answer', () => {
    const broken = applyClockAction(running, 'break', 5);
    expect(applyClockAction(broken, 'keep', 7)).toEqual({ ...broken, answeredAt: 7 });
  });

  it.each([
    ['keep', { ...running, outcome: 'cancelled', endedAt: 3 } as const],
    ['cancel', brokenByTime],
    ['break', { ...running, outcome: 'kept', answeredAt: 3, endedAt: 3 } as const],
    ['reopen', running],
  ] as const)('%s leaves a clock alone that is in no such state', (action, record) => {
    expect(applyClockAction(record, action, 20)).toBe(record);
  });

  it('never says kept of an answer after the due instant, nor ends without saying when', () => {
    const step = fc.record({
      action: fc.constantFrom('keep', 'break', 'cancel', 'reopen') as fc.Arbitrary<'keep'>,
      at: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 0, max: 20 })), fc.array(step, { maxLength: 6 }), (due, steps) => {
        const end = steps.reduce((record, { action, at }) => applyClockAction(record, action, at), { ...running, due });
        if (end.outcome === 'kept' && due !== null) expect(end.answeredAt).toBeLessThanOrEqual(due);
        expect(end.outcome === null).toBe(end.endedAt === null);
        expect(end.outcome === 'broken').toBe(end.brokenAt !== null);
      }),
      { seed: 1 },
    );
  });
});
