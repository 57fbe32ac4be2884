import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAgreement } from '../agreement/read-agreement.ts';
import { startChance } from '../statistics/chance.ts';
import { cast, sampleTeams } from './cast.ts';
import { makeCompany } from './company.ts';
import { makeJourney } from './journey.ts';
import { type DemoOptions, makePeople } from './person.ts';
import { planLead } from './plan-lead.ts';
import { giveawayCampaign, writeSampleAgreement } from './sample-agreement.ts';
import { makeStory } from './story.ts';

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

describe('the story of the sample company', () => {
  const [from, until] = [Date.UTC(2026, 0, 5), Date.UTC(2026, 5, 1)];
  const planted = [{ at: until - 86_400_000, country: 'US' as const, industry: null }];

  it('is the same for the same seed, in order of time, within its days, and names everybody before anything else counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 40 }), (seed, people) => {
        const story = makeStory({ seed, people, from, until, planted });
        expect(story).toEqual(makeStory({ seed, people, from, until, planted }));
        for (const { touches, email, company } of story) {
          expect(touches.length).toBeGreaterThan(0);
          expect(touches.every(({ at }) => at < until)).toBe(true);
          expect(touches.map(({ at }) => at)).toEqual(touches.map(({ at }) => at).toSorted((a, b) => a - b));
          expect(touches.some(({ kind }) => /submitted|downloaded|registered|clicked/.test(kind))).toBe(true);
          if (company !== null) expect(email).toMatch(/\.example$/);
        }
        expect(story.at(-1)?.country).toBe('US');
      }),
      { numRuns: 25 },
    );
  });

  it('has a campaign that draws people who do not fit', () => {
    const story = makeStory({ seed: 7, people: 300, from, until, planted: [] });
    const drawn = story.filter(({ touches }) => touches.some(({ campaign }) => campaign === giveawayCampaign));
    expect(drawn.length).toBeGreaterThan(25);
    expect(drawn.every(({ company, title }) => (company?.employees ?? 0) < 50 || title === 'Consultant')).toBe(true);
  });

  it('plans each lead by the seed, the lead and the temper, within what the agreement asks for', () => {
    const tempers = cast.flatMap(({ temper }) => temper ?? []);
    fc.assert(
      fc.property(
        fc.record({
          n: fc.nat(5_000),
          isGiveaway: fc.boolean(),
          employees: fc.option(fc.nat(9_000)),
          cycle: fc.constant(1),
        }),
        fc.constantFrom(...tempers),
        (lead, temper) => {
          const plan = planLead(7, temper, lead);
          expect(plan).toEqual(planLead(7, temper, lead));
          expect(plan.attempts.length).toBeLessThanOrEqual(5);
          if (plan.end === 'unreachable') expect(plan.attempts).toHaveLength(5);
          if (plan.rejects?.reason === 'other') expect(plan.rejects.note).toMatch(/\S/);
        },
      ),
    );
  });

  it('goes by an agreement without a fault, whose teams and reasons are those of the cast', () => {
    const { agreement, valid } = readAgreement(writeSampleAgreement(from, '2026-06-15'));
    expect(valid).toBe(true);
    const teams = agreement?.routing.flatMap(({ to }) => (to.kind === 'team' ? to.team : []));
    expect(teams?.sort()).toEqual(sampleTeams.map(({ key }) => key).sort());
  });
});
