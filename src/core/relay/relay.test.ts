import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAgreement } from '../agreement/read-agreement.ts';
import type { Agreement } from '../agreement/schema.ts';
import { moveStage } from '../lifecycle/move-stage.ts';
import type { StageEvent } from '../lifecycle/stage-events.ts';
import { writeBrief } from './brief.ts';
import { derivePerson, earliest } from './derive.ts';
import { isHighIntent, judgePerson } from './judge.ts';
import { cycleBegan, listKnown, type Person, type PersonTouch } from './person.ts';
import { compileRelay, findLeadValue, findPromise, sameRepAgainAfter } from './relay.ts';
import { sayTouchText } from './touch-text.ts';

const day = 86_400_000;
const text = readFileSync(path.join(import.meta.dirname, '../../../test/fixtures/agreement/lap.yaml'), 'utf8');
const agreement = readAgreement(text).agreement as Agreement;
const relay = compileRelay(agreement, { id: 'v1', number: 1, name: 'First' });

const touch = (over: Partial<PersonTouch> = {}): PersonTouch => ({
  id: `t${over.at ?? day}${over.kind ?? ''}`,
  kind: 'form-submitted',
  form: 'demo-request',
  at: day,
  knownAt: over.at ?? day,
  live: true,
  ...over,
});
const person: Person = {
  id: 'p1',
  createdAt: 0,
  contact: {
    email: 'olivia@plant.example',
    mailbox: 'business',
    name: 'Olivia Operations',
    title: 'Head of Operations',
    reachable: true,
  },
  account: { name: 'Plant', domain: 'plant.example', employees: 200 },
  deal: null,
  confirm: null,
  touches: [touch()],
  recycles: [],
  events: [],
  journey: [],
  standing: null,
  wakeUpAt: null,
};
const lead = { current: 'lead', furthest: 'lead', cycle: 1, cycleKind: 'new-business' } as const;

describe('what came with an import of history', () => {
  const past = touch({ live: false });
  const outcome = (touches: PersonTouch[], cause: 'time' | 'touch', over: Partial<Person> = {}) =>
    judgePerson(relay, { ...person, touches, ...over }, cause, 2 * day).qualification?.outcome;
  it('hands nobody over by time alone, and counts once somebody does something', () => {
    expect(outcome([past], 'time')).toBe('barred');
    expect(outcome([past, touch({ kind: 'page-viewed', form: null, at: 2 * day })], 'time')).toBe('barred');
    expect(outcome([past, touch({ kind: 'page-viewed', form: null, at: 2 * day })], 'touch')).toBe('qualified');
    expect(outcome([past, touch({ at: 2 * day })], 'time')).toBe('qualified');
    expect(outcome([touch()], 'time')).toBe('qualified');
    // Who was decided on before waits for information only.
    expect(outcome([past], 'time', { standing: 'waiting' })).toBe('qualified');
  });
});

describe('an agreement that is carried out', () => {
  it('is the examples of the docstrings', () => {
    expect(relay.qualifying?.key).toBe('qualified');
    const facts = { at: 0, contact: {}, derived: { grade: 'A1' }, touches: [] };
    expect(findPromise(relay, 'respond', facts)?.clause).toBe('respond');
    expect(findLeadValue(relay, { at: 0, contact: {}, derived: {}, touches: [] })).toBeNull();
    expect(sameRepAgainAfter(relay)).toBe(31_536_000_000);
    expect(listKnown([{ id: 't', kind: 'call', at: 3, knownAt: 9, live: true }], 5, 5)).toEqual([]);
    expect(cycleBegan([])).toBeNull();
    expect([earliest([null, 7, 5]), earliest([null])]).toEqual([5, null]);
    expect(sayTouchText({ kind: 'form-submitted', form: 'demo-request', at: 0 })).toBe(
      'Submitted the form "demo-request"',
    );
    expect(derivePerson(relay, person, lead, day, day).persona).toBe('ops-lead');
    const high = { id: 't', kind: 'form-submitted', form: 'demo-request', at: 0, knownAt: 0, live: true };
    expect(isHighIntent(relay, person, high, 0)).toBe(true);
    expect(isHighIntent(relay, person, { ...high, form: 'newsletter' }, 0)).toBe(false);
    expect(judgePerson(relay, person, 'touch', day).qualification?.outcome).toBe('qualified');
  });

  it('gives a lead its promises, its value and its deadline kinds', () => {
    const { facts } = judgePerson(relay, person, 'touch', day);
    expect(findPromise(relay, 'decide', facts)).toMatchObject({
      clause: 'decide',
      department: 'sales',
      target: { unit: 'business-days', count: 2 },
      level: 0.9,
    });
    expect(findPromise(relay, 'answer', facts)).toMatchObject({ department: 'marketing', level: 1 });
    expect(findPromise(relay, 'arbitrate', facts)).toBeNull();
    expect(findLeadValue(relay, facts)).toEqual({ key: 'demo', minor: 720_000 });
    expect(relay.terms).toMatchObject({ attempts: { atLeast: 5, channels: 2, apart: 3_600_000 }, cycles: null });
  });
});

describe('judging a person', () => {
  it('derives, moves and hands over, each with its instant', () => {
    const now = day + 60_000;
    const judged = judgePerson(relay, person, 'touch', now);
    expect(judged.derived).toMatchObject({ persona: 'ops-lead', segment: 'mid-market' });
    expect(judged.derived.assessment?.grade).toBe('A2');
    expect(judged.journey).toMatchObject({ from: null, to: 'evaluating', kind: 'skip' });
    expect(judged.events.map(({ to, occurredAt }) => [to, occurredAt])).toEqual([
      ['subscriber', 0],
      ['lead', day],
    ]);
    expect(judged.state.current).toBe('lead');
    expect(judged.qualification).toMatchObject({ outcome: 'qualified', isNew: true, explore: false });
    expect([judged.cycle, judged.occurredAt]).toEqual([1, day]);
    // 60 points of a half-life of 90 days fall below 50 after 23.7 days; the journey's 90 days come later.
    expect(judged.validUntil).toBeGreaterThan(day * 24);
    expect(judged.validUntil).toBeLessThan(day * 25);
  });

  it('dates nothing to before the person was known, though the browser was seen before', () => {
    const before = touch({ id: 'b', at: day / 2, kind: 'page-viewed', path: '/', form: null });
    const known = { ...person, createdAt: day, touches: [before, touch()] };
    const { events } = judgePerson(relay, known, 'touch', 2 * day);
    expect(events.map(({ to, occurredAt }) => [to, occurredAt])).toEqual([
      ['subscriber', day],
      ['lead', day],
    ]);
  });

  it('knows only what was heard of by then', () => {
    const late = { ...person, touches: [touch({ knownAt: 3 * day })] };
    expect(judgePerson(relay, late, 'touch', 2 * day).qualification?.outcome).toBe('not-yet');
    const judged = judgePerson(relay, late, 'touch', 3 * day);
    expect([judged.qualification?.outcome, judged.occurredAt]).toEqual(['qualified', day]);
  });

  it('waits for what Marketing owes, and for nobody twice', () => {
    const nameless = { ...person, contact: { ...person.contact, name: null } };
    expect(judgePerson(relay, nameless, 'touch', day).qualification).toMatchObject({
      outcome: 'incomplete',
      missing: ['contact.name'],
    });
    const waiting = judgePerson(relay, { ...person, standing: 'waiting' }, 'edit', day);
    expect(waiting.qualification).toMatchObject({ outcome: 'qualified', isNew: false });
    const handed = judgePerson(relay, { ...person, standing: 'handed-over' }, 'touch', day);
    expect(handed.qualification).toMatchObject({ outcome: 'barred', reason: 'already-handed-over' });
  });

  it('sees only the touches of the cycle once Sales gave the contact back', () => {
    const events: StageEvent[] = [];
    for (const [n, to] of ['subscriber', 'lead', 'qualified', 'accepted', 'recycled'].entries()) {
      const actor = { kind: 'user', id: 'ana' } as const;
      const move = { to, actor, occurredAt: day + n, decidedAt: day + n, reason: 'bad-timing' };
      const moved = moveStage(relay.lifecycle, { events, mergedInto: null }, move);
      if (moved.ok) events.push(...moved.events);
    }
    const recycled = { ...person, events, recycles: [{ at: day + 4, knownAt: day + 4 }], wakeUpAt: 91 * day };
    expect(cycleBegan(events)).toBe(day + 4);
    expect(judgePerson(relay, recycled, 'time', 92 * day).qualification?.outcome).toBe('not-yet');
    const again = { ...recycled, touches: [...person.touches, touch({ at: 5 * day })] };
    expect(judgePerson(relay, again, 'touch', 5 * day).qualification).toMatchObject({ reason: 'asleep' });
    const judged = judgePerson(relay, again, 'high-intent-touch', 5 * day);
    expect([judged.qualification?.outcome, judged.cycle]).toEqual(['qualified', 2]);
    expect(judgePerson(relay, again, 'time', 92 * day).qualification?.outcome).toBe('qualified');
  });

  it('lets nobody through by time who met the clause when its version came into force', () => {
    const since = compileRelay(agreement, { id: 'v2', number: 2, name: 'Second', since: 2 * day });
    expect(judgePerson(since, person, 'time', 3 * day).qualification).toMatchObject({ reason: 'new-version' });
    expect(judgePerson(since, person, 'touch', 3 * day).qualification?.outcome).toBe('qualified');
    const later = { ...person, touches: [touch({ at: 4 * day })] };
    expect(judgePerson(since, later, 'time', 5 * day).qualification?.outcome).toBe('qualified');
  });

  it('is the same for whatever order the touches came in', () => {
    const touches = [1, 2, 3, 4].map((n) => touch({ at: n * day, kind: 'page-viewed', path: '/pricing', form: null }));
    const judge = (list: PersonTouch[]) => judgePerson(relay, { ...person, touches: list }, 'touch', 9 * day);
    const [one, other] = [judge(touches), judge(touches.toReversed())];
    expect(other.derived.assessment).toEqual(one.derived.assessment);
    expect([other.events, other.validUntil, other.qualification?.outcome]).toEqual([
      one.events,
      one.validUntil,
      one.qualification?.outcome,
    ]);
  });
});

describe('the brief', () => {
  it('says why, what mattered, and each point', () => {
    const visit = touch({ id: 'v', kind: 'page-viewed', path: '/pricing', host: 'plant.example', form: null, at: 0 });
    const judgement = judgePerson(relay, { ...person, touches: [visit, touch()] }, 'touch', day);
    const { qualification } = judgement;
    if (qualification?.outcome !== 'qualified') throw new Error('did not qualify');
    const brief = writeBrief(relay, judgement, qualification.evidence, day);
    expect(brief.because).toContain("The lead's grade is A2.");
    expect(brief.whyNow.map((line) => line.text)).toEqual([
      'Submitted the form "demo-request"',
      'Viewed /pricing on plant.example',
    ]);
    const total = (brief.scores?.engagement.reasons ?? []).reduce((sum, { points }) => sum + points, 0);
    expect(total).toBeCloseTo(brief.scores?.engagement.score ?? -1, 9);
    expect(brief.scores?.fit.reasons.map(({ points }) => points)).toEqual([40, 60]);
    expect(brief.scores?.engagement.reasons[0]?.sentence).toMatch(/^A page view under \/pricing adds 15 points/);
    expect(brief.persona).toMatchObject({ name: 'Head of operations', prefers: ['email', 'webinar'] });
  });
});
