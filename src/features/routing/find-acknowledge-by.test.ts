import { describe, expect, it } from 'vitest';
import { agreeOn } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn, systemCtx } from '../../../test/fixtures.ts';
import { createLead } from '../../../test/handoffs.ts';
import { createTeam } from '../../../test/teams.ts';
import { tx } from '../../context.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { acknowledgeAgreement, getInForce } from '../agreements/schema.ts';
import { offerLeads } from '../handoffs/offer-leads.ts';
import { editWorkspace, getWorkspace } from '../workspaces/schema.ts';

describe('the days of grace of a new agreement', () => {
  const test = useTestApp();

  it('are a setting of the workspace, shown with the agreement; after them leads pass over who has not confirmed it', async () => {
    // A Monday; the calendar of the agreement opens at 8:00 and closes at 16:00 of UTC.
    test.clock.set(new Date('2026-03-02T09:00:00Z'));
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const [ana, ben] = [
      await createMember(test, workspace, { name: 'Ana' }),
      await createMember(test, workspace, { name: 'Ben' }),
    ];
    await createTeam(test, workspace, 'inbound', [{ member: ana }, { member: ben }]);
    const versionId = await agreeOn(test, workspace);
    const acknowledgeBy = async () => (await test.call(admin, getInForce)).data?.acknowledgeBy;
    expect(await acknowledgeBy()).toBe('2026-03-09T16:00:00.000Z');
    const { version } = await test.call(admin, getWorkspace);
    const changed = await test.call(admin, editWorkspace, { body: { acknowledgeDays: 1 }, version });
    expect(changed.acknowledgeDays).toBe(1);
    expect(await acknowledgeBy()).toBe('2026-03-03T16:00:00.000Z');
    await test.call(ben, acknowledgeAgreement, { params: { versionId } });

    const offer = async () => {
      const lead = await createLead(test, workspace, versionId, { segment: null });
      await tx(systemCtx(test, workspace), async (ctx) => {
        const relay = await findRelayInForce(ctx);
        if (relay !== null) await offerLeads(ctx, relay, [lead]);
      });
      const { chosen, considered } = await test.databases.screens
        .selectFrom('routingLog')
        .select(['chosen', 'considered'])
        .where('workspaceId', '=', workspace)
        .where('contactId', '=', lead.contactId)
        .executeTakeFirstOrThrow();
      const ofAna = considered.find(({ memberId, step }) => memberId === ana.id && step === 'fallback');
      return { chosen, ofAna: ofAna?.skipped };
    };
    const inGrace = [await offer(), await offer()];
    expect(inGrace.map(({ chosen }) => chosen).sort()).toEqual([ana.id, ben.id].sort());
    expect(inGrace.map(({ ofAna }) => ofAna)).not.toContain('not-acknowledged');
    test.clock.advance(days(2));
    expect([await offer(), await offer()]).toEqual([
      { chosen: ben.id, ofAna: 'not-acknowledged' },
      { chosen: ben.id, ofAna: 'not-acknowledged' },
    ]);
    // Without grace it holds from the first instant on.
    Object.assign(admin, await signIn(test, workspace, admin.id));
    await test.call(admin, editWorkspace, { body: { acknowledgeDays: 0 }, version: changed.version });
    expect(await acknowledgeBy()).toBe('2026-03-02T09:00:00.000Z');
  });
});
