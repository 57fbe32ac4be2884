import { describe, expect, it } from 'vitest';
import { clockKinds, clockMoves, type FactKind, factKinds, listClockEffects } from './clock-effects.ts';

const moves = (kind: FactKind) => clockMoves[kind].map((move) => move.join(' '));

describe('which fact moves which clock', () => {
  // The table of the format, row by row.
  it.each<[FactKind, string[]]>([
    ['qualified-incomplete', ['start complete']],
    ['queued', ['keep complete', 'start assign']],
    ['offered', ['keep complete', 'keep assign', 'start respond', 'start decide']],
    ['responded', ['keep respond']],
    ['accepted', ['keep decide', 'start qualify', 'start attempts']],
    ['accepted-by-timeout', ['break decide', 'start qualify', 'start attempts']],
    ['rejected', ['keep decide', 'cancel respond', 'cancel attempts', 'cancel qualify', 'start answer']],
    ['cancelled', clockKinds.map((kind) => `cancel ${kind}`)],
    ['two-way-contact', ['keep attempts']],
    ['confirmed', ['keep qualify']],
    ['deal-opened', ['keep qualify']],
    ['handed-back', ['keep qualify', 'cancel respond', 'cancel decide', 'cancel attempts', 'cancel complete']],
    [
      'handed-back-after-attempts',
      ['keep qualify', 'keep attempts', 'cancel respond', 'cancel decide', 'cancel complete'],
    ],
    [
      'handed-back-unreachable',
      ['keep qualify', 'break attempts', 'cancel respond', 'cancel decide', 'cancel complete'],
    ],
    ['answered', ['keep answer']],
    ['contested', ['keep answer', 'start arbitrate']],
    ['upheld', ['keep arbitrate']],
    ['overturned', ['keep arbitrate', 'start respond new-handoff']],
    ['reassigned', ['cancel respond', 'start respond new-owner']],
  ])('%s', (kind, expected) => {
    expect(moves(kind)).toEqual(expected);
  });

  it('no fact moves the same clock to two ends, and every clock is started and kept by something', () => {
    for (const kind of factKinds) {
      const ends = clockMoves[kind].filter(([action]) => action !== 'start').map(([, clock]) => clock);
      expect(new Set(ends).size).toBe(ends.length);
    }
    const all = factKinds.flatMap((kind) => clockMoves[kind]);
    for (const clock of clockKinds) {
      for (const action of ['start', 'keep'])
        expect(all.some((move) => move[0] === action && move[1] === clock)).toBe(true);
    }
  });

  it('comes as a list of things to do, in order, each with its instant', () => {
    const done = listClockEffects([
      { kind: 'reassigned', handoffId: 'h1', at: 5 },
      { kind: 'qualified-incomplete', handoffId: null, at: 6 },
    ]);
    expect(done).toEqual([
      { action: 'cancel', clock: 'respond', handoffId: 'h1', at: 5 },
      { action: 'start', clock: 'respond', handoffId: 'h1', at: 5, for: 'new-owner' },
      { action: 'start', clock: 'complete', handoffId: null, at: 6 },
    ]);
  });
});
