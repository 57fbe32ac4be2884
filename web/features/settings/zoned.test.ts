import { describe, expect, it } from 'vitest';
import { fromInstant, toInstant } from './zoned.ts';

describe('times typed in a zone', () => {
  it('are instants and back', () => {
    expect(toInstant('2026-12-24', '', 'Europe/Berlin')).toBe('2026-12-23T23:00:00.000Z');
    expect(toInstant('2026-07-01', '09:30', 'America/New_York')).toBe('2026-07-01T13:30:00.000Z');
    expect(fromInstant('2026-12-23T23:00:00Z', 'Europe/Berlin')).toEqual({ day: '2026-12-24', time: '00:00' });
    expect(fromInstant('2026-03-29T05:45:00Z', 'Asia/Kathmandu')).toEqual({ day: '2026-03-29', time: '11:30' });
  });

  it('meet the change of the clocks', () => {
    expect(toInstant('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(toInstant('2026-10-25', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(toInstant('2026-03-29', '', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(toInstant('2026-03-30', '', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
  });
});
