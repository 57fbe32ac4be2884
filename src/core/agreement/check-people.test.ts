import { describe, expect, it } from 'vitest';
import { checkPeople } from './check-people.ts';
import type { Destination } from './destination.ts';

const ana = '0198c0de-0000-7000-8000-000000000001';
const people = { teams: ['inbound', 'mid-market'], members: [ana] };
const routing = (to: Destination) => [{ key: 'all', to, method: 'round-robin' as const }];

describe('people whom routing names', () => {
  it.each<[Destination, string[], string | undefined]>([
    [{ kind: 'account-owner' }, [], undefined],
    [{ kind: 'team', team: 'inbound' }, [], undefined],
    [{ kind: 'team', team: 'inbuond' }, ['agreement.unknown-team'], 'Did you mean inbound?'],
    [{ kind: 'member', member: ana }, [], undefined],
    [{ kind: 'member', member: 'ana' }, ['agreement.unknown-member'], undefined],
  ])('%j finds %j', (to, codes, remedy) => {
    const findings = checkPeople({ routing: routing(to) }, people);
    expect(findings.map(({ code }) => code)).toEqual(codes);
    if (remedy !== undefined)
      expect(findings[0]).toMatchObject({ severity: 'warning', path: ['routing', 0, 'to'], remedy });
  });

  it('are not checked where nobody says who there is', () => {
    expect(checkPeople({ routing: routing({ kind: 'team', team: 'nobody' }) }, undefined)).toEqual([]);
    expect(checkPeople({ routing: routing({ kind: 'team', team: 'x' }) }, { teams: [], members: [] })[0]?.code).toBe(
      'agreement.unknown-team',
    );
  });
});
