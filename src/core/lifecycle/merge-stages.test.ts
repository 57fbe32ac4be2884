import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeStages } from './merge-stages.ts';
import { moveStage } from './move-stage.ts';
import { findRung, readLifecycle, type StageEvent } from './stage-events.ts';

const rules = {
  stages: [{ key: 'lead' }, { key: 'qualified', handTo: 'sales' }, { key: 'accepted' }, { key: 'customer' }],
};
const decision = { actor: { kind: 'user', id: 'mary' }, now: 1000, version: 'v1' } as const;

function walk(steps: readonly string[], from = 0): StageEvent[] {
  const events: StageEvent[] = [];
  for (const [n, to] of steps.entries()) {
    const at = from + n * 10;
    const moved = moveStage(
      rules,
      { events, mergedInto: null },
      { to, actor: { kind: 'user', id: 'sam' }, occurredAt: at, decidedAt: at, reason: 'bad-timing', note: 'Said so.' },
    );
    if (moved.ok) events.push(...moved.events);
  }
  return events;
}

describe('the stages of two contacts that become one', () => {
  it.each<[string, string[], string[], boolean, string | null, number]>([
    ['the survivor is further', ['accepted'], ['lead'], false, 'accepted', 0],
    ['both are as far', ['qualified'], ['qualified'], false, 'qualified', 0],
    ['the other is further', ['lead'], ['accepted'], false, 'accepted', 2],
    ['the survivor has no stage', [], ['qualified'], false, 'qualified', 2],
    ['the other came further and was given back', ['lead'], ['accepted', 'recycled'], false, 'recycled', 3],
    [
      'the survivor was given back, the other never came so far',
      ['accepted', 'recycled'],
      ['qualified'],
      false,
      'recycled',
      0,
    ],
    ['who was disqualified stays so', ['qualified', 'disqualified'], ['accepted'], false, 'disqualified', 0],
    ['but not while Sales works the other', ['qualified', 'disqualified'], ['accepted'], true, 'accepted', 1],
    ['Sales works the other, who is behind', ['accepted', 'recycled'], ['qualified'], true, 'qualified', 1],
  ])('%s', (_, keep, drop, isDropWorked, current, count) => {
    const ours = walk(keep);
    const added = mergeStages(rules, { keep: ours, drop: walk(drop, 500), isDropWorked }, decision);
    expect(added).toHaveLength(count);
    expect(readLifecycle(rules, [...ours, ...added]).current).toBe(current);
  });

  it('never moves the furthest stage back, numbers on, and dates nothing before what was there', () => {
    const step = fc.constantFrom('lead', 'qualified', 'accepted', 'customer', 'recycled', 'disqualified', 'other');
    const steps = fc.array(step, { maxLength: 5 });
    fc.assert(
      fc.property(steps, steps, fc.boolean(), (a, b, isDropWorked) => {
        const [keep, drop] = [walk(a), walk(b, 300)];
        const all = [...keep, ...mergeStages(rules, { keep, drop, isDropWorked }, decision)];
        const furthest = (events: readonly StageEvent[]) => findRung(rules, readLifecycle(rules, events).furthest);
        expect(furthest(all)).toBeGreaterThanOrEqual(furthest(keep));
        expect(all.map(({ seq }) => seq)).toEqual(all.map((_, n) => n + 1));
        expect(all.map(({ occurredAt }) => occurredAt)).toEqual(
          all.map(({ occurredAt }) => occurredAt).toSorted((x, y) => (x ?? 0) - (y ?? 0)),
        );
      }),
    );
  });
});
