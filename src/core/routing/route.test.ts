import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAbsence, lowestCap, mayReturn, type RoutingMember, skipReasons } from './availability.ts';
import { decideRoute, queueReasons, type RoutingInput, type RoutingRule } from './route.ts';

const day = 86_400_000;
const now = 100 * day;

const member = (id: string, given: Partial<RoutingMember> = {}): RoutingMember => ({
  id,
  active: true,
  acknowledged: true,
  working: true,
  open: 0,
  absences: [],
  ...given,
});
const ownerFirst: RoutingRule = {
  key: 'owner-first',
  holds: true,
  to: { kind: 'account-owner' },
  method: 'round-robin',
  cap: null,
};
const teamRule = (key: string, given: Partial<RoutingRule> = {}): RoutingRule => ({
  key,
  holds: true,
  to: { kind: 'team', team: key },
  method: 'round-robin',
  cap: null,
  ...given,
});
const teamOf = (key: string, ...ids: string[]) => ({
  key,
  members: ids.map((memberId) => ({ memberId, weight: 1, cap: null })),
});
const noLead: RoutingInput['lead'] = {
  accountOwner: null,
  contactOwner: null,
  selfSourced: null,
  lastPass: null,
  excluded: [],
};

type Given = Partial<Omit<RoutingInput, 'lead'>> & {
  lead?: Partial<RoutingInput['lead']>;
  change?: Partial<RoutingMember>;
};

/** Ana owns the company; Ben and Cat are the team; Dan is the fallback. `change` is about Ana. */
function route({ lead = {}, change = {}, ...given }: Given = {}) {
  return decideRoute({
    now,
    acknowledgeBy: 0,
    lead: { ...noLead, accountOwner: 'ana', ...lead },
    sameRepAgainAfter: 30 * day,
    rules: [ownerFirst, teamRule('north'), teamRule('fallback')],
    teams: [teamOf('north', 'ben', 'cat'), teamOf('fallback', 'dan')],
    members: [member('ana', change), member('ben'), member('cat'), member('dan')],
    rotation: [],
    ...given,
  });
}
const looks = (decision: ReturnType<typeof route>) =>
  decision.considered.map(({ step, memberId, skipped }) => `${step} ${memberId} ${skipped}`);

describe('the first rule that finds somebody', () => {
  it.each<[string, Given, string | null, string | null]>([
    ['the owner', {}, 'ana', 'owner-first'],
    ['the owner outside of hours: nobody else gets it for that', { change: { working: false } }, 'ana', 'owner-first'],
    ['no owner', { lead: { accountOwner: null } }, 'ben', 'north'],
    ['the owner has left', { change: { active: false } }, 'ben', 'north'],
    ['an owner whom nobody knows', { lead: { accountOwner: 'zoe' } }, 'ben', 'north'],
    ['the owner is absent', { change: { absences: [{ from: now, to: now + 1 }] } }, 'ben', 'north'],
    ['the absence has just ended', { change: { absences: [{ from: 0, to: now }] } }, 'ana', 'owner-first'],
    ['the owner has not acknowledged', { change: { acknowledged: false } }, 'ben', 'north'],
    ['in the days of grace', { change: { acknowledged: false }, acknowledgeBy: now + 1 }, 'ana', 'owner-first'],
    [
      'the owner is at the cap',
      { rules: [{ ...ownerFirst, cap: 15 }, teamRule('north')], change: { open: 15 } },
      'ben',
      'north',
    ],
    ['one below the cap', { rules: [{ ...ownerFirst, cap: 15 }], change: { open: 14 } }, 'ana', 'owner-first'],
    ['reassigned away from the owner', { lead: { excluded: ['ana'] } }, 'ben', 'north'],
    [
      "a territory that is not the lead's",
      { rules: [teamRule('north', { holds: false }), teamRule('fallback')] },
      'dan',
      'fallback',
    ],
    [
      "the contact's owner",
      { rules: [{ ...ownerFirst, to: { kind: 'contact-owner' } }], lead: { contactOwner: 'cat' } },
      'cat',
      'owner-first',
    ],
    ['one member', { rules: [{ ...ownerFirst, key: 'named', to: { kind: 'member', member: 'dan' } }] }, 'dan', 'named'],
    ['no rule', { rules: [] }, null, null],
    ['a team that is empty', { rules: [teamRule('south'), teamRule('fallback')] }, 'dan', 'fallback'],
  ])('%s', (_name, given, chosen, step) => {
    expect(route(given)).toMatchObject({ chosen, step });
  });

  it('leaves a log of whom it looked at and why it passed them over', () => {
    const decision = route({ change: { absences: [{ from: 0, to: now + 1 }] } });
    expect(looks(decision)).toEqual(['owner-first ana absent', 'north ben null', 'north cat not-in-turn']);
    expect(decision).toMatchObject({ pool: 'team:north', salesSourced: false, queued: null });
  });

  it.each<[string, RoutingRule[], string]>([
    ['no rule applies', [teamRule('north', { holds: false })], 'no-rule-applies'],
    ['nobody is available', [ownerFirst, teamRule('north', { cap: 1 })], 'nobody-available'],
  ])('or queues the lead: %s', (_name, rules, queued) => {
    const members = ['ana', 'ben', 'cat'].map((id) => member(id, { active: id !== 'ana', open: 1 }));
    const decision = route({ rules, members });
    expect(decision).toMatchObject({ chosen: null, step: null, pool: null, queued });
    expect(decision.considered.every(({ skipped }) => skipped !== null)).toBe(true);
  });
});

describe('a lead that a rep found', () => {
  const selfSourced = { memberId: 'cat', until: now + 1 };
  it.each<[string, Given, string, boolean]>([
    ['stays with the rep', {}, 'cat', true],
    [
      'also when absent and full',
      { members: [member('cat', { open: 99, absences: [{ from: 0, to: now + 1 }] })] },
      'cat',
      true,
    ],
    ['until the days are over', { lead: { selfSourced: { ...selfSourced, until: now } } }, 'ana', false],
    ['unless the rep has left', { members: [member('ana'), member('cat', { active: false })] }, 'ana', false],
  ])('%s', (_name, given, chosen, salesSourced) => {
    const decision = route({ ...given, lead: { selfSourced, ...given.lead } });
    expect(decision).toMatchObject({ chosen, salesSourced, pool: null });
    expect(decision.rotation).toEqual([]);
  });
});

describe('a lead that comes back', () => {
  const rules = [teamRule('north')];
  const pass = (endedAt: number, highIntentAt: number | null = null) => ({ memberId: 'ben', endedAt, highIntentAt });
  it.each<[string, RoutingInput['lead']['lastPass'], string, string]>([
    ['goes to another rep before the agreed days', pass(now - 30 * day + 1), 'cat', 'north'],
    ['goes to the same rep after them', pass(now - 30 * day), 'ben', 'same-rep'],
    ['goes to the same rep on a new high-intent touch', pass(now - day, now - 1), 'ben', 'same-rep'],
    ['a touch from before does not count', pass(now - day, now - day), 'cat', 'north'],
  ])('%s', (_name, lastPass, chosen, step) => {
    expect(route({ rules, lead: { lastPass } })).toMatchObject({ chosen, step });
  });

  it('is routed when the same rep is not available', () => {
    const members = [member('ben', { active: false }), member('cat')];
    const decision = route({ rules, members, lead: { lastPass: pass(0) } });
    expect(looks(decision)).toEqual(['same-rep ben inactive', 'north ben inactive', 'north cat null']);
  });
});

describe('within a team', () => {
  const rules = [teamRule('north', { method: 'weighted' })];
  const weighted = (...members: [string, number, number | null][]) => [
    { key: 'north', members: members.map(([memberId, weight, cap]) => ({ memberId, weight, cap })) },
  ];

  it('those at work go first, and when nobody is, all take their turn', () => {
    const ben = member('ben', { working: false });
    const decision = route({ rules, members: [ben, member('cat')] });
    expect(looks(decision)).toEqual(['north ben outside-hours', 'north cat null']);
    expect(route({ rules, members: [ben, member('cat', { working: false })] }).chosen).toBe('ben');
  });

  it.each<[string, [string, number, number | null][], string[]]>([
    [
      'a weight of 0 takes no turns',
      [
        ['ben', 0, null],
        ['cat', 1, null],
      ],
      ['north ben no-weight', 'north cat null'],
    ],
    [
      'the cap of a member holds',
      [
        ['ben', 1, 3],
        ['cat', 1, null],
      ],
      ['north ben at-cap', 'north cat null'],
    ],
    [
      'the larger weight begins',
      [
        ['ben', 1, null],
        ['cat', 2, null],
      ],
      ['north ben not-in-turn', 'north cat null'],
    ],
  ])('%s', (_name, members, log) => {
    const people = [member('ben', { open: 3 }), member('cat')];
    expect(looks(route({ rules, teams: weighted(...members), members: people }))).toEqual(log);
  });

  it('plain turns take no notice of weights', () => {
    const teams = weighted(['ben', 1, null], ['cat', 9, null]);
    expect(route({ rules: [teamRule('north')], teams }).chosen).toBe('ben');
  });

  it('keeps the places of other pools', () => {
    const place = { pool: 'team:other', memberId: 'ana', given: 3, credit: 0.5, owed: 0, present: true };
    const decision = route({ rules, rotation: [place] });
    expect(decision.rotation).toContainEqual(place);
    expect(decision.rotation.map(({ pool }) => pool)).toEqual(['team:north', 'team:north', 'team:other']);
  });

  it('shares out fairly over many leads with absences', () => {
    let rotation: RoutingInput['rotation'] = [];
    const counts: Record<string, number> = {};
    for (let n = 0; n < 300; n += 1) {
      const absences = n >= 100 && n < 200 ? [{ from: now, to: now + 1 }] : [];
      const people = [member('ben', { absences }), member('cat'), member('dan')];
      const decision = route({ rules, teams: [teamOf('north', 'ben', 'cat', 'dan')], members: people, rotation });
      rotation = decision.rotation;
      counts[decision.chosen ?? ''] = (counts[decision.chosen ?? ''] ?? 0) + 1;
    }
    // Two thirds of the hundred without Ben go to each of the others in halves: 33 + 50 + 33.
    expect(Math.abs((counts.ben ?? 0) - 200 / 3)).toBeLessThanOrEqual(2);
    expect(Math.abs((counts.cat ?? 0) - (counts.dan ?? 0))).toBeLessThanOrEqual(1);
  });
});

const ids = ['ana', 'ben', 'cat', 'dan'];
const someId = fc.constantFrom(...ids, 'zoe');
const instant = fc.integer({ min: 90, max: 110 }).map((days) => days * day);
const memberOf = (id: string) =>
  fc.record({
    id: fc.constant(id),
    active: fc.boolean(),
    acknowledged: fc.boolean(),
    working: fc.boolean(),
    open: fc.integer({ min: 0, max: 3 }),
    absences: fc.array(fc.record({ from: instant, to: instant }), { maxLength: 2 }),
  });
const cap = fc.option(fc.integer({ min: 1, max: 3 }));
const rule = fc.record({
  key: fc.constantFrom('r1', 'r2', 'r3'),
  holds: fc.boolean(),
  to: fc.oneof(
    fc.constant({ kind: 'account-owner' } as const),
    fc.constant({ kind: 'contact-owner' } as const),
    someId.map((id) => ({ kind: 'member', member: id }) as const),
    fc.constantFrom('t1', 't2', 't3').map((team) => ({ kind: 'team', team }) as const),
  ),
  method: fc.constantFrom<RoutingRule['method']>('round-robin', 'weighted'),
  cap,
});
const teamNamed = (key: string) =>
  fc.record({
    key: fc.constant(key),
    members: fc.uniqueArray(fc.record({ memberId: someId, weight: fc.integer({ min: 0, max: 5 }), cap }), {
      selector: ({ memberId }) => memberId,
    }),
  });
const input: fc.Arbitrary<RoutingInput> = fc.record({
  now: fc.constant(now),
  acknowledgeBy: instant,
  lead: fc.record({
    accountOwner: fc.option(someId),
    contactOwner: fc.option(someId),
    selfSourced: fc.option(fc.record({ memberId: someId, until: instant }), { freq: 1 }),
    lastPass: fc.option(fc.record({ memberId: someId, endedAt: instant, highIntentAt: fc.option(instant) })),
    excluded: fc.subarray(ids),
  }),
  sameRepAgainAfter: fc.constant(5 * day),
  rules: fc.array(rule, { maxLength: 5 }),
  teams: fc.tuple(teamNamed('t1'), teamNamed('t2')),
  members: fc.tuple(...ids.map(memberOf)),
  rotation: fc.constant([]),
});

describe('every decision', () => {
  it('is the same when it is decided again from its log, in whatever order lists are read', () => {
    fc.assert(
      fc.property(fc.array(input, { minLength: 1, maxLength: 6, size: 'max' }), (inputs) => {
        let rotation: RoutingInput['rotation'] = [];
        for (const one of inputs) {
          const given = { ...one, rotation };
          const decision = decideRoute(given);
          const logged = JSON.parse(JSON.stringify(given)) as RoutingInput;
          expect(decideRoute(logged)).toEqual(decision);
          const teams = logged.teams.map(({ key, members }) => ({ key, members: members.toReversed() })).reverse();
          const members = logged.members.toReversed();
          expect(decideRoute({ ...logged, teams, members, rotation: logged.rotation.toReversed() })).toEqual(decision);
          rotation = decision.rotation;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a reason for each one passed over, and either somebody or a reason to wait', () => {
    fc.assert(
      fc.property(input, (given) => {
        const decision = decideRoute(given);
        const chosen = decision.considered.filter(({ skipped }) => skipped === null);
        expect(chosen.map(({ memberId }) => memberId)).toEqual(decision.chosen === null ? [] : [decision.chosen]);
        for (const { skipped } of decision.considered) if (skipped !== null) expect(skipReasons[skipped]).toBeTruthy();
        expect(decision.chosen === null).toBe(decision.queued !== null);
        if (decision.queued !== null) expect(queueReasons[decision.queued]).toBeTruthy();
        const turns = decision.rotation.reduce((sum, place) => sum + place.given, 0);
        expect(turns).toBe(decision.pool === null ? 0 : 1);
        const found = given.members.find(({ id }) => id === decision.chosen);
        if (decision.chosen !== null) expect(found?.active).toBe(true);
        if (decision.step !== 'protection' && found) {
          expect(findAbsence(found, given)).toBeNull();
          expect(given.lead.excluded).not.toContain(found.id);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the examples of the docstrings', () => {
  it('hold', () => {
    const away = {
      id: 'ana',
      active: true,
      acknowledged: true,
      working: true,
      open: 0,
      absences: [{ from: 10, to: 20 }],
    };
    expect(findAbsence(away, { now: 10, acknowledgeBy: 0 })).toBe('absent');
    expect(findAbsence(away, { now: 20, acknowledgeBy: 0 })).toBeNull();
    expect(lowestCap(15, null, 10)).toBe(10);
    expect(lowestCap(null)).toBeNull();
    expect(mayReturn({ memberId: 'ana', endedAt: 0, highIntentAt: null }, 2_592_000_000, 1000)).toBe(false);
    expect(mayReturn({ memberId: 'ana', endedAt: 0, highIntentAt: 500 }, 2_592_000_000, 1000)).toBe(true);
    const ana = { ...away, absences: [] };
    const lead = { accountOwner: 'ana', contactOwner: null, selfSourced: null, lastPass: null, excluded: [] };
    const nothing = { teams: [], rotation: [], now: 0, acknowledgeBy: 0, sameRepAgainAfter: 0 };
    expect(decideRoute({ ...nothing, lead, rules: [ownerFirst], members: [ana] }).chosen).toBe('ana');
  });
});
