import { describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx } from '../../../test/fixtures.ts';
import { sendNotifications } from '../notifications/send-notifications.ts';
import { listOutbox } from '../outbox/schema.ts';
import { getInForce } from './schema.ts';

describe('the review of the agreement in force', () => {
  const test = useTestApp();

  it('is announced to both heads once a week from 30 days before, and shown when overdue', async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    await createMember(test, workspace, { name: 'Mary', role: 'head', heads: ['marketing'] });
    await createMember(test, workspace, { name: 'Saul', role: 'head', heads: ['sales'] });
    const day = (n: number) => new Date(test.clock().getTime() + days(n)).toISOString().slice(0, 10);
    const review = day(40);
    await agreeOn(
      test,
      workspace,
      lapText.replace('from: 2026-01-01T00:00', `from: 2026-01-01T00:00, review: ${review}`),
    );
    const count = async () => {
      Object.assign(admin, await signIn(test, workspace, admin.id));
      await test.runJobs('remind-review');
      await test.runJobs('remind-review');
      await sendNotifications(systemCtx(test, workspace));
      const { data } = await test.call(admin, listOutbox);
      return data.filter(({ subject }) => subject.includes('review')).length;
    };
    const stateOf = async () => (await test.call(admin, getInForce)).data?.reviewState;
    expect([await count(), await stateOf()]).toEqual([0, 'later']);
    test.clock.advance(days(11));
    expect([await count(), await stateOf()]).toEqual([2, 'soon']);
    test.clock.advance(days(3));
    expect(await count()).toBe(2);
    test.clock.advance(days(7));
    expect(await count()).toBe(4);
    test.clock.advance(days(30));
    expect([await count(), await stateOf()]).toEqual([6, 'overdue']);
    expect((await test.call(admin, listOutbox)).data[0]?.subject).toBe('The review of our agreement is overdue');
  });
});
