import { describe, expect, it } from 'vitest';
import { compileCalendar } from '../calendar/compile.ts';
import { businessTimeBetween } from './business-time.ts';
import { isOpenAt, listOpenStretches } from './open-stretches.ts';

const day = ['09:00-17:00'];
const hours = { mon: day, tue: day, wed: day, thu: day, fri: day };
const newYork = compileCalendar({ zone: 'America/New_York', hours, holidays: null, closed: [], days: {} }, []);
const [friday, monday] = [Date.UTC(2026, 2, 6, 21), Date.UTC(2026, 2, 9, 15, 30)];

describe('open stretches', () => {
  it('repeat the example, over a weekend in which the clocks change', () => {
    expect(listOpenStretches(newYork, friday, monday, [], 60)).toEqual([
      { from: Date.UTC(2026, 2, 6, 21), to: Date.UTC(2026, 2, 6, 22) },
      { from: Date.UTC(2026, 2, 9, 13), to: Date.UTC(2026, 2, 9, 15, 30) },
    ]);
  });

  it('sum to the business time, with pauses left out', () => {
    const pauses = [{ from: Date.UTC(2026, 2, 9, 14), to: Date.UTC(2026, 2, 9, 14, 30) }];
    const sum = listOpenStretches(newYork, friday, monday, pauses, 60).reduce(
      (all, { from, to }) => all + to - from,
      0,
    );
    expect(sum).toBe(businessTimeBetween(newYork, friday, monday, pauses));
  });

  it('end at the number that is asked for, and are none backwards', () => {
    expect(listOpenStretches(newYork, friday, Date.UTC(2027, 0, 1), [], 3)).toHaveLength(3);
    expect(listOpenStretches(newYork, monday, friday, [], 60)).toEqual([]);
  });

  it.each([
    [Date.UTC(2026, 2, 6, 21), true],
    [Date.UTC(2026, 2, 6, 22), false],
    [Date.UTC(2026, 2, 7, 15), false],
  ])('at %i open is %s', (at, open) => expect(isOpenAt(newYork, at)).toBe(open));
});
