import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compensateMove } from './compensate-move.ts';
import { moveStage, type StageMove } from './move-stage.ts';
import {
  findRung,
  findStandingEvents,
  isSideState,
  type LifecycleHistory,
  type LifecycleRules,
  readLifecycle,
  type StageActor,
  type StageEvent,
} from './stage-events.ts';
import { findFirstEntry, measureTimeInState, readStays } from './stays.ts';

const ladder = ['subscriber', 'lead', 'qualified', 'accepted', 'confirmed', 'opportunity', 'customer', 'evangelist'];
const rules: LifecycleRules = {
  stages: ladder.map((key) => (key === 'qualified' ? { key, handTo: 'sales' } : { key })),
};
const minute = 60_000;
const hour = 60 * minute;
const rule: StageActor = { kind: 'rule', id: 'agreement' };
const user: StageActor = { kind: 'user', id: 'mary' };
const empty: LifecycleHistory = { events: [], mergedInto: null };

type Step = Partial<StageMove> & { to: string };

function tryMove(history: LifecycleHistory, step: Step, now = (history.events.at(-1)?.decidedAt ?? 0) + 2 * hour) {
  return moveStage(rules, history, { actor: user, occurredAt: now, decidedAt: now, ...step });
}

function add(history: LifecycleHistory, step: Step): LifecycleHistory {
  const moved = tryMove(history, step);
  if (!moved.ok) throw new Error(moved.message);
  return { ...history, events: [...history.events, ...moved.events] };
}

/** A history by the names of its moves; side states come with reason and note. */
function come(...path: string[]): LifecycleHistory {
  return path.reduce((history, to) => add(history, { to, reason: 'bad-timing', note: 'They called us.' }), empty);
}

function codeOf(result: { ok: boolean; code?: string }): string | undefined {
  return result.ok ? 'moved' : result.code;
}

describe('moves', () => {
  it.each<[string[], Step, string]>([
    [[], { to: 'subscriber' }, 'moved'],
    [[], { to: 'recycled', reason: 'bad-timing' }, 'stage.not-begun'],
    [['subscriber'], { to: 'subscriber' }, 'stage.already-there'],
    [['subscriber'], { to: 'nowhere' }, 'stage.unknown'],
    [['lead'], { to: 'recycled', reason: 'bad-timing' }, 'stage.not-handed'],
    [['lead'], { to: 'disqualified', reason: 'competitor' }, 'moved'],
    [['qualified'], { to: 'recycled' }, 'stage.reason-missing'],
    [['qualified'], { to: 'recycled', reason: 'bad-timing' }, 'moved'],
    [['opportunity'], { to: 'disqualified', reason: 'no-need' }, 'moved'],
    [['opportunity'], { to: 'confirmed' }, 'stage.backward'],
    [['customer'], { to: 'lead' }, 'stage.backward'],
    [['customer'], { to: 'recycled', reason: 'bad-timing' }, 'stage.customer'],
    [['customer'], { to: 'opportunity' }, 'moved'],
    [['evangelist'], { to: 'opportunity' }, 'moved'],
    [['qualified', 'disqualified'], { to: 'qualified' }, 'stage.closed'],
    [['qualified', 'disqualified'], { to: 'recycled', reason: 'bad-timing' }, 'stage.closed'],
    [['qualified', 'disqualified'], { to: 'recycled', note: 'They called us.' }, 'moved'],
    [['qualified', 'disqualified'], { to: 'recycled', note: 'n', actor: rule }, 'stage.closed'],
    [['qualified', 'recycled'], { to: 'lead' }, 'stage.backward'],
    [['qualified', 'recycled'], { to: 'disqualified', reason: 'exhausted', actor: rule }, 'moved'],
    [['lead'], { to: 'other' }, 'moved'],
    [['lead', 'other'], { to: 'qualified' }, 'stage.closed'],
    [['lead'], { to: 'qualified', occurredAt: 10 ** 12 }, 'stage.in-the-future'],
  ])('after %j, %j: %s', (path, step, code) => expect(codeOf(tryMove(come(...path), step))).toBe(code));

  it('a merged contact does not move', () => {
    expect(codeOf(tryMove({ ...come('lead'), mergedInto: 'c2' }, { to: 'qualified' }))).toBe('stage.merged');
  });

  it('skipped stages are written as inferred with the same times', () => {
    const { events } = come('subscriber', 'accepted');
    expect(events.slice(1).map(({ seq, move, from, to, inferred }) => [seq, move, from, to, inferred])).toEqual([
      [2, 2, 'subscriber', 'lead', true],
      [3, 2, 'lead', 'qualified', true],
      [4, 2, 'qualified', 'accepted', false],
    ]);
    expect(new Set(events.slice(1).map(({ occurredAt }) => occurredAt)).size).toBe(1);
  });

  it('who is recycled keeps the furthest stage; qualifying again is the next cycle', () => {
    const recycled = come('confirmed', 'recycled');
    expect(readLifecycle(rules, recycled.events)).toEqual({
      current: 'recycled',
      furthest: 'confirmed',
      cycle: 1,
      cycleKind: 'new-business',
    });
    const again = add(recycled, { to: 'accepted', actor: rule });
    expect(again.events.slice(-2).map(({ from, to, cycle }) => [from, to, cycle])).toEqual([
      ['recycled', 'qualified', 2],
      ['qualified', 'accepted', 2],
    ]);
    expect(readLifecycle(rules, again.events)).toMatchObject({ current: 'accepted', furthest: 'confirmed', cycle: 2 });
  });

  it('a customer with a new opportunity begins an expansion, also after that was lost', () => {
    expect(readLifecycle(rules, come('customer', 'opportunity').events)).toEqual({
      current: 'opportunity',
      furthest: 'customer',
      cycle: 2,
      cycleKind: 'expansion',
    });
    const lost = come('customer', 'opportunity', 'recycled', 'customer');
    expect(lost.events.slice(-2).map(({ to, cycle, cycleKind }) => [to, cycle, cycleKind])).toEqual([
      ['opportunity', 3, 'expansion'],
      ['customer', 3, 'expansion'],
    ]);
  });

  it('a rule that runs twice within a minute is one event; a person is told', () => {
    const history = come('lead');
    const now = history.events.at(-1)?.decidedAt ?? 0;
    const again = (at: number, actor: StageActor) => tryMove(history, { to: 'lead', actor }, at);
    expect(again(now + minute, rule)).toEqual({ ok: true, events: [] });
    expect(codeOf(again(now + minute + 1, rule))).toBe('stage.already-there');
    expect(codeOf(again(now, user))).toBe('stage.already-there');
    // What was climbed beyond in the same minute is not fallen back to.
    const climbed = {
      ...history,
      events: [...history.events, ...eventsOf(tryMove(history, { to: 'qualified' }, now))],
    };
    expect(tryMove(climbed, { to: 'lead', actor: rule }, now)).toEqual({ ok: true, events: [] });
    const bought = come('customer');
    const soon = bought.events.at(-1)?.decidedAt ?? 0;
    expect(tryMove(bought, { to: 'opportunity', actor: rule }, soon + 1)).toEqual({ ok: true, events: [] });
  });
});

function eventsOf(result: ReturnType<typeof moveStage>): readonly StageEvent[] {
  return result.ok ? result.events : [];
}

describe('taking back', () => {
  it.each([
    [hour, null, 'voided'],
    [hour + 1, 'wrong contact', 'cancelled'],
    [hour + 1, null, 'stage.too-late'],
    [hour + 1, '  ', 'stage.too-late'],
  ])('%d ms after it, because of %j: %s', (after, reason, expected) => {
    const history = come('lead', 'accepted');
    const result = compensateMove(history, 3, user, (history.events.at(-1)?.decidedAt ?? 0) + after, reason);
    expect(result.ok ? result.handoffs : result.code).toBe(expected);
    if (!result.ok) return;
    const events = [...history.events, result.event];
    expect(readLifecycle(rules, events)).toEqual(readLifecycle(rules, come('lead').events));
    expect(result.event).toMatchObject({ seq: 5, from: 'accepted', to: 'lead', compensates: 3 });
    // Nothing is taken back twice, and the way up is open again.
    expect(codeOf(compensateMove({ ...history, events }, 3, user, 0))).toBe('stage.nothing-to-undo');
    expect(codeOf(tryMove({ ...history, events }, { to: 'qualified' }))).toBe('moved');
  });

  it('only the last move, and not of a merged contact', () => {
    const history = come('lead', 'accepted');
    expect(codeOf(compensateMove(history, 1, user, 0))).toBe('stage.not-last');
    expect(codeOf(compensateMove(history, 9, user, 0))).toBe('stage.nothing-to-undo');
    expect(codeOf(compensateMove({ ...history, mergedInto: 'c2' }, 3, user, 0))).toBe('stage.merged');
  });
});

describe('any series of moves', () => {
  /** What follows directly upon what, from the definition of the lifecycle; not read from the code. */
  const allowed = new Set([
    'null>subscriber',
    ...ladder.slice(1).map((to, at) => `${ladder[at]}>${to}`),
    ...['qualified', 'accepted', 'confirmed', 'opportunity'].map((from) => `${from}>recycled`),
    ...ladder.slice(0, 6).map((from) => `${from}>disqualified`),
    ...['null', ...ladder, 'recycled', 'disqualified'].map((from) => `${from}>other`),
    'recycled>qualified',
    'recycled>opportunity',
    'recycled>disqualified',
    'disqualified>recycled',
    'other>recycled',
    'customer>opportunity',
    'evangelist>opportunity',
  ]);
  const step = fc.record({
    to: fc.constantFrom(...ladder, 'recycled', 'disqualified', 'other', 'nowhere'),
    actor: fc.constantFrom<StageActor>(rule, user, { kind: 'import', id: 'i1' }),
    reason: fc.constantFrom(null, 'bad-timing'),
    note: fc.constantFrom(null, '', 'They called us.'),
    after: fc.integer({ min: 0, max: 3 * hour }),
    undo: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  });

  it('reaches nothing that is forbidden, only adds, and keeps the furthest stage', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let history = empty;
        let now = 0;
        for (const { after, undo, ...move } of steps) {
          now += after;
          const before = readLifecycle(rules, history.events);
          if (undo) {
            const last = findStandingEvents(history.events).at(-1)?.move ?? 0;
            const result = compensateMove(history, last, move.actor, now, move.reason);
            if (result.ok) history = { ...history, events: [...history.events, result.event] };
            continue;
          }
          const moved = moveStage(rules, history, { ...move, occurredAt: now, decidedAt: now });
          history = { ...history, events: [...history.events, ...eventsOf(moved)] };
          const state = readLifecycle(rules, history.events);
          expect(findRung(rules, state.furthest)).toBeGreaterThanOrEqual(findRung(rules, before.furthest));
          expect(state.cycle).toBeGreaterThanOrEqual(before.cycle);
        }
        checkHistory(history.events);
      }),
      { numRuns: 1_000 },
    );
  });

  function checkHistory(events: readonly StageEvent[]): void {
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    const standing = findStandingEvents(events);
    for (const [at, event] of standing.entries()) {
      const before = standing[at - 1];
      expect(event.from).toBe(before?.to ?? null);
      expect([...allowed]).toContain(`${event.from}>${event.to}`);
      const begins = event.cycle - (before?.cycle ?? 0);
      const reenters =
        ['recycled', 'customer', 'evangelist'].includes(event.from ?? '') &&
        ['qualified', 'opportunity'].includes(event.to ?? '');
      expect(begins).toBe(before === undefined || reenters ? 1 : 0);
      if (event.from === 'disqualified' && event.to === 'recycled') expect(event.note).toBeTruthy();
      if (event.to === 'disqualified') expect(event.reason).toBeTruthy();
      const bought = standing.slice(0, at).some(({ to }) => to === 'customer');
      if (begins === 1) expect(event.cycleKind).toBe(bought ? 'expansion' : 'new-business');
    }
  }

  it('taking back all moves leads back to nothing, one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ladder, 'recycled', 'disqualified'), { maxLength: 12 }), (path) => {
        const states = [readLifecycle(rules, [])];
        let history = empty;
        for (const to of path) {
          const events = eventsOf(tryMove(history, { to, reason: 'bad-timing', note: 'n' }));
          if (events.length === 0) continue;
          history = { ...history, events: [...history.events, ...events] };
          states.push(readLifecycle(rules, history.events));
        }
        for (let left = states.length - 1; left >= 0; left -= 1) {
          expect(readLifecycle(rules, history.events)).toEqual(states[left]);
          const last = findStandingEvents(history.events).at(-1);
          const result = compensateMove(history, last?.move ?? 0, user, last?.decidedAt ?? 0);
          expect(result.ok).toBe(left > 0);
          if (result.ok) history = { ...history, events: [...history.events, result.event] };
        }
      }),
    );
  });
});

describe('stays', () => {
  it('add up over cycles; unknown times are left out, impossible ones counted', () => {
    const stays = readStays(come('lead', 'qualified', 'recycled', 'qualified').events);
    expect(stays.map(({ state, cycle, open }) => [state, cycle, open])).toEqual([
      ['subscriber', 1, false],
      ['lead', 1, false],
      ['qualified', 1, false],
      ['recycled', 1, false],
      ['qualified', 2, true],
    ]);
    expect(measureTimeInState(stays, 'qualified', 9 * hour)).toEqual({ time: 3 * hour, stays: 2, faulty: 0 });
    expect(measureTimeInState(stays, 'subscriber', 9 * hour)).toEqual({ time: 0, stays: 1, faulty: 0 });
    expect(findFirstEntry(stays, 'qualified')).toBe(4 * hour);
    expect(findFirstEntry(stays, 'qualified', 2)).toBe(8 * hour);
    expect(findFirstEntry(stays, 'customer')).toBeNull();
    const imported = add(add(empty, { to: 'subscriber', occurredAt: null }), { to: 'lead', occurredAt: 7 });
    const early = add(imported, { to: 'qualified', occurredAt: 5 });
    expect(measureTimeInState(readStays(early.events), 'subscriber', 9)).toEqual({ time: 0, stays: 0, faulty: 0 });
    expect(measureTimeInState(readStays(early.events), 'lead', 9)).toEqual({ time: 0, stays: 0, faulty: 1 });
  });
});

it('examples of the docstrings', () => {
  expect(isSideState('recycled')).toBe(true);
  expect(findStandingEvents([])).toEqual([]);
  expect(readLifecycle({ stages: [{ key: 'lead' }] }, [])).toEqual({
    current: null,
    furthest: null,
    cycle: 0,
    cycleKind: 'new-business',
  });
  expect(findRung({ stages: [{ key: 'lead' }, { key: 'qualified' }] }, 'qualified')).toBe(1);
  expect(
    moveStage(
      { stages: [{ key: 'subscriber' }, { key: 'lead' }] },
      { events: [], mergedInto: null },
      {
        to: 'lead',
        actor: { kind: 'rule', id: 'lead' },
        occurredAt: 5,
        decidedAt: 9,
      },
    ),
  ).toMatchObject({
    ok: true,
    events: [
      { seq: 1, to: 'subscriber', inferred: true },
      { seq: 2, to: 'lead', inferred: false },
    ],
  });
  expect(compensateMove({ events: [], mergedInto: null }, 1, { kind: 'user', id: 'mary' }, 0)).toEqual({
    ok: false,
    code: 'stage.nothing-to-undo',
    message: 'There is no such move that stands.',
  });
  expect(readStays([])).toEqual([]);
  const lead = [{ state: 'lead', cycle: 1, enteredAt: 10, exitedAt: 40, open: false, inferred: false }];
  expect(measureTimeInState(lead, 'lead', 99)).toEqual({ time: 30, stays: 1, faulty: 0 });
  expect(findFirstEntry(lead, 'lead')).toBe(10);
});
