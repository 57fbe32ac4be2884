import { describe, expect, it } from 'vitest';
import type { RoutingMember } from './availability.ts';
import { judgeTaker } from './judge-taker.ts';
import type { RoutingInput, RoutingRule } from './route.ts';

const ana: RoutingMember = { id: 'ana', active: true, acknowledged: true, working: true, open: 3, absences: [] };
const rule: RoutingRule = {
  ...{ key: 'inbound', holds: true, to: { kind: 'team', team: 'inbound' }, method: 'round-robin', cap: null },
};
const input = (over: Partial<RoutingInput> = {}, lead: Partial<RoutingInput['lead']> = {}): RoutingInput => ({
  ...{ now: 100, acknowledgeBy: 0, sameRepAgainAfter: 50, rules: [rule], members: [ana], rotation: [] },
  teams: [{ key: 'inbound', members: [{ memberId: 'ana', weight: 1, cap: null }] }],
  ...over,
  lead: { accountOwner: null, contactOwner: null, selfSourced: null, lastPass: null, excluded: [], ...lead },
});
const team = (key: string, cap: number | null) => ({ key, members: [{ memberId: 'ana', weight: 0, cap }] });

describe('who takes a lead that waits', () => {
  it.each<[string, RoutingInput, Partial<ReturnType<typeof judgeTaker>>]>([
    ['is in a team of a rule that holds', input(), { rule: 'inbound', team: 'inbound', refused: null }],
    [
      'may be absent and take no turns',
      input({ teams: [team('inbound', 4)], members: [{ ...ana, absences: [{ from: 0, to: 200 }] }] }),
      { cap: 4, refused: null },
    ],
    ['has not as many as the cap of the rule', input({ rules: [{ ...rule, cap: 3 }] }), { cap: 3, refused: 'at-cap' }],
    [
      'has not as many as the cap of another team',
      input({ teams: [team('inbound', 9), team('north', 3)] }),
      { cap: 3, open: 3, refused: 'at-cap' },
    ],
    [
      'has confirmed the agreement',
      input({ members: [{ ...ana, acknowledged: false }] }),
      { refused: 'not-acknowledged' },
    ],
    ['is active', input({ members: [{ ...ana, active: false }] }), { refused: 'inactive' }],
    [
      'has not had it just before',
      input({}, { lastPass: { memberId: 'ana', endedAt: 60, highIntentAt: null } }),
      { refused: 'same-rep-too-soon' },
    ],
    [
      'has it again once the agreed days are over',
      input({}, { lastPass: { memberId: 'ana', endedAt: 50, highIntentAt: null } }),
      { refused: null },
    ],
    ['is not left out', input({}, { excluded: ['ana'] }), { refused: 'excluded' }],
    ['is named by a rule', input({ rules: [{ ...rule, holds: false }] }), { rule: null, refused: 'not-named' }],
    [
      'is named in person',
      input({ rules: [{ ...rule, key: 'own', to: { kind: 'account-owner' } }] }, { accountOwner: 'ana' }),
      { rule: 'own', team: null, refused: null },
    ],
    [
      'is named by a further rule, where the first has no place left',
      input({
        rules: [
          { ...rule, cap: 3 },
          { ...rule, key: 'next', to: { kind: 'member', member: 'ana' } },
        ],
      }),
      { rule: 'next', refused: null },
    ],
  ])('%s', (_case, given, expected) => {
    expect(judgeTaker(given, 'ana')).toMatchObject(expected);
  });

  it('as in the example', () => {
    const teams = [{ key: 'inbound', members: [{ memberId: 'ana', weight: 0, cap: 3 }] }];
    expect(judgeTaker(input({ rules: [{ ...rule, key: 'all' }], teams }), 'ana')).toEqual({
      ...{ rule: 'all', team: 'inbound', cap: 3, open: 3, refused: 'at-cap' },
    });
  });
});
