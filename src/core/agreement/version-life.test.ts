import { describe, expect, it } from 'vitest';
import { termStart } from './term-start.ts';
import {
  listMissing,
  listMoves,
  listPartiesOf,
  refuseMove,
  type VersionCaller,
  type VersionLife,
  type VersionMove,
  type VersionStatus,
  versionMoves,
  versionStatuses,
} from './version-life.ts';

const life = (status: VersionStatus, more: Partial<VersionLife> = {}): VersionLife => ({
  status,
  proposedFor: status === 'draft' ? null : 'marketing',
  sponsor: 'optional',
  signed: [],
  valid: true,
  ...more,
});
const callers = {
  admin: { role: 'admin', actsFor: [] },
  marketing: { role: 'head', actsFor: ['marketing'] },
  sales: { role: 'head', actsFor: ['sales'] },
  both: { role: 'admin', actsFor: ['marketing', 'sales'] },
  deputy: { role: 'member', actsFor: ['sales'] },
  'former head': { role: 'head', actsFor: [] },
  sponsor: { role: 'sponsor', actsFor: [] },
  member: { role: 'member', actsFor: [] },
  key: { role: null, actsFor: [] },
} as const satisfies Record<string, VersionCaller>;

describe('the life of an agreement version', () => {
  // Proposed by Marketing, nothing signed yet.
  it.each<[keyof typeof callers, Partial<Record<VersionStatus, VersionMove[]>>]>([
    ['admin', { draft: ['edit', 'withdraw'], proposed: ['edit'], returned: ['edit'], 'in-force': ['acknowledge'] }],
    [
      'marketing',
      {
        draft: ['edit', 'propose', 'withdraw'],
        proposed: ['edit', 'sign', 'withdraw'],
        returned: ['edit'],
        signed: ['withdraw'],
        'in-force': ['acknowledge'],
      },
    ],
    [
      'sales',
      {
        draft: ['edit', 'propose', 'withdraw'],
        proposed: ['edit', 'sign', 'return'],
        returned: ['edit'],
        signed: ['withdraw'],
        'in-force': ['acknowledge'],
      },
    ],
    [
      'both',
      {
        draft: ['edit', 'propose', 'withdraw'],
        proposed: ['edit', 'sign', 'return', 'withdraw'],
        returned: ['edit'],
        signed: ['withdraw'],
        'in-force': ['acknowledge'],
      },
    ],
    [
      'deputy',
      {
        draft: ['edit', 'propose', 'withdraw'],
        proposed: ['edit', 'sign', 'return'],
        returned: ['edit'],
        signed: ['withdraw'],
        'in-force': ['acknowledge'],
      },
    ],
    [
      'former head',
      { draft: ['edit', 'withdraw'], proposed: ['edit'], returned: ['edit'], 'in-force': ['acknowledge'] },
    ],
    ['sponsor', { proposed: ['sign'], signed: ['sign'], 'in-force': ['acknowledge'] }],
    ['member', { 'in-force': ['acknowledge'] }],
    ['key', { draft: ['edit', 'withdraw'], returned: ['edit'] }],
  ])('lets %s do what is agreed, in each state', (name, expected) => {
    for (const status of versionStatuses) {
      expect([status, listMoves(life(status), callers[name])]).toEqual([status, expected[status] ?? []]);
    }
  });

  it('refuses by the state before the caller, and says what to do', () => {
    for (const status of versionStatuses) {
      for (const move of versionMoves) {
        const refusals = Object.values(callers).map((caller) => refuseMove(life(status), caller, move));
        // A sponsor whose signature is optional may come late: that state refuses everybody else.
        const isMixed = move === 'sign' && status === 'signed';
        if (!isMixed) expect(new Set(refusals.map((refusal) => refusal?.by === 'state')).size).toBe(1);
        for (const refusal of refusals) if (refusal) expect(refusal.message).toMatch(/^[A-Z].+\.$/);
      }
    }
    expect(refuseMove(life('returned'), callers.marketing, 'propose')).toMatchObject({ by: 'state' });
    expect(refuseMove(life('draft'), callers.admin, 'propose')?.message).toBe(
      'Only the head of Marketing or Sales, or their deputy while they are absent, can do this.',
    );
  });

  it('offers no proposal of a text with an error, and no signature twice', () => {
    expect(listMoves(life('draft', { valid: false }), callers.sales)).toEqual(['edit', 'withdraw']);
    const half = life('proposed', { signed: ['sales'] });
    expect(listMoves(half, callers.sales)).toEqual(['edit', 'return']);
    expect(listMoves(half, callers.both)).toContain('sign');
    expect(listMoves(life('proposed', { sponsor: 'none' }), callers.sponsor)).toEqual([]);
    const proposed = {
      status: 'proposed',
      proposedFor: 'marketing',
      sponsor: 'none',
      signed: [],
      valid: true,
    } as const;
    expect(listMoves(proposed, { role: 'head', actsFor: ['sales'] })).toEqual(['edit', 'sign', 'return']);
  });

  it('waits for the sponsor only where required', () => {
    expect(listMissing({ sponsor: 'optional', signed: ['sales'] })).toEqual(['marketing']);
    expect(listMissing({ sponsor: 'none', signed: ['sales', 'marketing'] })).toEqual([]);
    expect(listMissing({ sponsor: 'required', signed: ['sales', 'marketing'] })).toEqual(['sponsor']);
    expect(listPartiesOf({ role: 'head', actsFor: ['marketing', 'sales'] }, 'required')).toEqual([
      'marketing',
      'sales',
    ]);
    expect(listPartiesOf(callers.sponsor, 'none')).toEqual([]);
    expect(listPartiesOf({ role: null, actsFor: ['sales'] }, 'required')).toEqual([]);
  });

  it.each([
    ['2026-10-01', undefined, '2026-10-01T00:00:00.000Z'],
    ['2026-10-01T00:00', 'Europe/Berlin', '2026-09-30T22:00:00.000Z'],
    // The hour that does not exist in the night of the change is taken an hour later, the doubled one at its first.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    // No midnight on this day in Cairo: the clocks go forward at it.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['2026-10-01T08:00+02:00', 'America/New_York', '2026-10-01T06:00:00.000Z'],
  ])('begins the term %s in %s at %s', (from, timezone, instant) => {
    const calendar = timezone === undefined ? undefined : { timezone, hours: {}, holidays: null, closed: [], days: {} };
    expect(termStart({ term: { from, to: 'open' }, calendar }).toISOString()).toBe(instant);
  });
});
