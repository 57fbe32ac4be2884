import { describe, expect, it } from 'vitest';
import { startChance } from '../statistics/chance.ts';
import { makeCompany } from './company.ts';
import { makeJourney } from './journey.ts';
import { type DemoOptions, makePeople } from './person.ts';

const options: DemoOptions = { seed: 1, people: 3_000, months: 12, until: Date.UTC(2026, 5, 1) };

describe('a sample of people', () => {
  const people = [...makePeople(options)];
  const touches = people.flatMap((person) => person.touches);

  it('is the examples of the docstrings', () => {
    expect(startChance(1).whole(1, 6)).toBe(4);
    expect(makeCompany(1, 0).domain).toBe(makeCompany(1, 0).domain);
    expect([...makePeople({ seed: 1, people: 2, months: 3, until: 1_780_272_000_000 })]).toHaveLength(2);
    expect(makeJourney(startChance(1), { drive: 1, zone: 'UTC', from: 0, until: 0 })).toEqual([]);
  });

  it('is the same for the same seed, another for another, and begins like a smaller one', () => {
    expect([...makePeople({ ...options, people: 50 })]).toEqual(people.slice(0, 50));
    expect([...makePeople({ ...options, people: 50, seed: 2 })]).not.toEqual(people.slice(0, 50));
  });

  it('has people apart, in companies of several, with addresses that reach nobody', () => {
    const emails = new Set(people.map(({ email }) => email));
    expect(emails.size).toBeGreaterThan(people.length * 0.99);
    const domains = Map.groupBy(
      people.filter(({ company }) => company),
      ({ company }) => company?.domain,
    );
    const sizes = [...domains.values()].map((group) => group.length);
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeGreaterThan(2);
    for (const domain of domains.keys()) expect(domain).toMatch(/^[a-z0-9-]+\.example$/);
  });

  it('behaves like visitors: some ten touches each, few forms, working hours, nothing outside of the story', () => {
    const each = touches.length / people.length;
    expect(each).toBeGreaterThan(6);
    expect(each).toBeLessThan(14);
    const forms = touches.filter(({ kind }) => kind === 'form-submitted').length;
    expect(forms / people.length).toBeGreaterThan(0.1);
    expect(forms / people.length).toBeLessThan(0.6);
    const weekend = touches.filter(({ at }) => [0, 6].includes(new Date(at).getUTCDay())).length;
    expect(weekend / touches.length).toBeLessThan(0.12);
    expect(touches.every(({ at }) => at < options.until && at > options.until - 13 * 31 * 86_400_000)).toBe(true);
    for (const { touches: own } of people)
      expect(own.map(({ at }) => at)).toEqual(own.map(({ at }) => at).toSorted((a, b) => a - b));
  });
});
