import { describe, expect, it } from 'vitest';
import { lapText } from '../../../test/agreements.ts';
import { readAgreement } from '../agreement/read-agreement.ts';
import type { Agreement } from '../agreement/schema.ts';
import { ladderOf, listPercents } from './ladder.ts';
import { compileRelay } from './relay.ts';

describe('the ladder of a clock', () => {
  const { agreement } = readAgreement(lapText);
  const relay = compileRelay(agreement as Agreement, { id: 'v1', number: 1, name: 'First' });

  it('is that of the agreement for what the agreement promises', () => {
    expect(ladderOf(relay, 'respond')).toBe(relay.agreement.escalation);
    const whole = { agreement: { ...relay.agreement, escalation: [{ at: 0.07, tell: [] }] } };
    expect(listPercents(whole, 'respond')).toEqual([7]);
  });

  it('is its own for a lead that waits for somebody, and ends with the board', () => {
    expect(ladderOf(relay, 'assign').map(({ at }) => at)).toEqual([0.5, 1]);
    expect(listPercents(relay, 'assign')).toEqual([50, 100]);
    expect(ladderOf(relay, 'assign').at(-1)?.tell).toContain('board');
  });
});
