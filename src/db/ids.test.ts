import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';

describe('ids', () => {
  const at = new Date('2026-01-01T00:00:00Z');

  it('are UUIDv7 of the instant', () => {
    const id = newId(at);
    expect(id.slice(0, 13)).toBe('019b76da-a800');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('are unique within a millisecond and sort by time', () => {
    const ids = Array.from({ length: 10_000 }, () => newId(at));
    expect(new Set(ids).size).toBe(ids.length);
    expect(newId(new Date(at.getTime() + 1)) > (ids.sort().at(-1) as string)).toBe(true);
  });
});
