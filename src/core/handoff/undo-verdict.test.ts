import { describe, expect, it } from 'vitest';
import { acceptByTimeout, acceptHandoff } from './decide-handoff.ts';
import { offerHandoff } from './handoff.ts';
import { judgeUndo, undoWithin } from './undo-verdict.ts';

describe('taking a verdict back', () => {
  const offer = { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false };
  const offered = offerHandoff([], offer, 0);
  if (!offered.ok) throw new Error('An offer was refused.');
  const accept = acceptHandoff(offered.next, { kind: 'member', id: 'ana' }, 5);
  if (!accept.ok) throw new Error('An acceptance was refused.');
  const accepted = accept.next;
  const until = 5 + undoWithin;
  const context = { until, rejection: null, history: [accepted], now: 6 };

  it('goes for ten minutes, to the last millisecond', () => {
    expect(judgeUndo(accepted, context)).toEqual({ ok: true });
    expect(judgeUndo(accepted, { ...context, now: until })).toEqual({ ok: true });
  });

  it.each([
    ['too late', accepted, { now: until + 1 }, 'handoff.undo-too-late'],
    ['answered', accepted, { rejection: 'answered' as const }, 'handoff.undo-answered'],
    ['contested', accepted, { rejection: 'contested' as const }, 'handoff.undo-answered'],
    ['with a deal', { ...accepted, dealId: 'd' }, {}, 'handoff.undo-built-upon'],
    ['confirmed', { ...accepted, confirmedAt: 6 }, {}, 'handoff.undo-built-upon'],
    ['followed', accepted, { history: [accepted, { ...accepted, id: 'h2', number: 2 }] }, 'handoff.undo-built-upon'],
    ['without a verdict', offered.next, { until: null }, 'handoff.nothing-to-undo'],
  ])('is refused: %s', (_case, handoff, given, code) => {
    expect(judgeUndo(handoff, { ...context, ...given })).toMatchObject({ ok: false, refusals: [{ code }] });
  });

  it('is not for what silence decided', () => {
    const silent = acceptByTimeout(offered.next, 5, 'decide', 6);
    if (!silent.ok) throw new Error('An acceptance by timeout was refused.');
    expect(judgeUndo(silent.next, context)).toMatchObject({ refusals: [{ code: 'handoff.nothing-to-undo' }] });
  });
});
