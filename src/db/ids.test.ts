import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';

describe('ids', () => {
  const at = new Date('2026-01-01T00:00:00Z');

  it('are UUIDv7 of the instant', () => {
    const id = newId(at);
    expect(id.slice(0, 13)).toBe('019b76da-a800');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('are unique within a millisecond and sort in the order in which they were made', () => {
    const ids = Array.from({ length: 2_000 }, () => newId(at));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    expect(newId(new Date(at.getTime() + 1)) > (ids.at(-1) as string)).toBe(true);
  });

  it('stay unique in a burst that is longer than the counter', () => {
    expect(new Set(Array.from({ length: 20_000 }, () => newId(at))).size).toBe(20_000);
  });
});
