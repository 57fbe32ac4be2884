import { describe, expect, it } from 'vitest';
import { offerHandoff } from './handoff.ts';
import { compareWork } from './work-handoff.ts';
import { type LoggedWork, readWork } from './work-log.ts';

const call: LoggedWork = {
  ...{ id: 'a', kind: 'call', direction: 'outbound', at: 5, known: 'typed', by: 'ana', outcome: null },
  ...{ automated: false, withdrawnAt: null, saidAt: 5 },
};

describe('what activities come to', () => {
  it.each([
    ['a call', {}, 1, null, []],
    ['a call that reached them', { outcome: 'reached' }, 1, null, [5]],
    ['a wrong number', { outcome: 'wrong-number', saidAt: 9 }, 1, 9, []],
    ['a mail that came back', { kind: 'email-sent', outcome: 'bounced', saidAt: 9 }, 1, 9, []],
    ['one that was withdrawn', { outcome: 'reached', withdrawnAt: 8 }, 1, 8, []],
    ['a meeting that was held', { kind: 'meeting', outcome: 'held' }, 1, null, [5]],
    ['a meeting to which nobody came', { kind: 'meeting', outcome: 'no-show' }, 1, null, []],
    ['an automated mail', { kind: 'email-sent', automated: true }, 0, null, []],
    ['a reply', { kind: 'email-replied', direction: 'inbound', outcome: 'later' }, 0, null, [5]],
    ['a machine that answers', { kind: 'email-replied', direction: 'inbound', outcome: 'out-of-office' }, 0, null, []],
    ['a call of theirs', { direction: 'inbound' }, 0, null, [5]],
  ] as const)('%s', (_name, given, attempts, contradictedAt, conversations) => {
    const work = readWork([{ ...call, ...given }]);
    expect(work.attempts).toHaveLength(attempts);
    expect(work.attempts[0]?.contradictedAt ?? null).toBe(contradictedAt);
    expect(work.conversations).toEqual(conversations);
  });

  it('takes a contact in both directions back with the attempts that it had made needless', () => {
    const offered = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
    if (!offered.ok) throw new Error('An offer was refused.');
    const attempts = { atLeast: 2, channels: 1, apart: 1 };
    const terms = { attempts, respondStopsAt: 'first-attempt' as const };
    const talked = { ...offered.next, ...readWork([{ ...call, outcome: 'reached' }]) };
    const kindsOf = (facts: { kind: string }[]) => facts.map(({ kind }) => kind);
    expect(kindsOf(compareWork(offered.next, talked, terms, 6))).toEqual(['responded', 'two-way-contact']);
    expect(kindsOf(compareWork(talked, offered.next, terms, 7))).toEqual([
      'response-taken-back',
      'attempts-taken-back',
    ]);
    const both = { attempts: null, respondStopsAt: 'first-attempt' as const };
    expect(kindsOf(compareWork(offered.next, { ...offered.next, conversations: [5] }, both, 6))).toEqual([
      'responded',
      'two-way-contact',
    ]);
  });
});
