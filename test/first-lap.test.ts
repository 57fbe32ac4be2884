import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../src/context.ts';
import { draftAgreement, getInForce, proposeAgreement, signAgreement } from '../src/features/agreements/schema.ts';
import { acceptHandoff, getHandoff, listHandoffs } from '../src/features/handoffs/schema.ts';
import { createSource } from '../src/features/sources/schema.ts';
import { createTeam, setMembership } from '../src/features/teams/schema.ts';
import { useTestApp } from './app.ts';
import { createMember, createWorkspace, type TestMember } from './fixtures.ts';

const example = readFileSync(path.join(import.meta.dirname, '../docs/example-agreement.yaml'), 'utf8');
/** A Tuesday morning in Berlin, within the term of the example. */
const start = new Date('2026-10-06T08:00:00Z');

/** One lead through the whole house: an agreement that both heads signed, a form, a score, a rep, a promise that is kept. */
describe('the first lap', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let heads: Record<'marketing' | 'sales', TestMember>;
  let rep: TestMember;
  let writeKey: string;

  const post = (type: string, body: Record<string, unknown>) =>
    test.app.inject({
      method: 'POST',
      url: `/v1/${type}`,
      headers: { host: 'baton.test', authorization: `Basic ${btoa(`${writeKey}:`)}` },
      payload: { type, ...body },
    });
  const inbox = async () => (await test.call(rep, listHandoffs, { query: { status: 'open' } })).data;

  beforeAll(async () => {
    test.clock.set(start);
    workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin', department: 'both' });
    heads = {
      marketing: await createMember(test, workspace, { role: 'head', department: 'marketing', heads: ['marketing'] }),
      sales: await createMember(test, workspace, { role: 'head', heads: ['sales'] }),
    };
    rep = await createMember(test, workspace, { name: 'Sammy Sales' });
    for (const name of ['Mid-market', 'Inbound']) {
      const team = await test.call(admin, createTeam, { body: { name, department: 'sales', leadId: null } });
      const params = { teamId: team.id, memberId: rep.id };
      await test.call(admin, setMembership, { params, body: { weight: 1, cap: null } });
    }
    const source = await test.call(admin, createSource, { body: { name: 'Website', kind: 'server' } });
    writeKey = source.writeKey ?? '';
  });

  it('comes into force by two signatures', async () => {
    const draft = await test.call(heads.marketing, draftAgreement, { body: { from: 'text', source: example } });
    const params = { versionId: draft.id };
    const body = { message: 'As we agreed on Friday.' };
    const proposed = await test.call(heads.marketing, proposeAgreement, { params, body, version: draft.version });
    const { proposal } = proposed;
    const hash = proposed.hash ?? '';
    await test.call(heads.marketing, signAgreement, { params, body: { party: 'marketing', hash, proposal } });
    expect((await test.call(rep, getInForce)).data).toBeNull();
    await test.call(heads.sales, signAgreement, { params, body: { party: 'sales', hash, proposal } });
    expect((await test.call(rep, getInForce)).data).toMatchObject({ id: draft.id, status: 'in-force', hash });
  });

  it('is nobody’s lead until somebody asks for something', async () => {
    const visit = {
      anonymousId: 'browser-1',
      context: { page: { url: 'https://www.example.com/pricing', path: '/pricing' } },
    };
    expect((await post('page', visit)).statusCode).toBe(200);
    await test.runLoops();
    expect(await inbox()).toEqual([]);
  });

  it('becomes a lead with a brief in the inbox of a rep', async () => {
    const company = {
      name: 'Example Manufacturing',
      website: 'example-manufacturing.test',
      industry: 'Manufacturing',
      employees: 240,
    };
    await post('group', { userId: 'crm-7', groupId: 'g1', traits: company });
    const answer = await post('track', {
      userId: 'crm-7',
      anonymousId: 'browser-1',
      event: 'Form Submitted',
      properties: {
        form: 'demo-request',
        email: 'Olivia.Ops@example-manufacturing.test',
        firstName: 'Olivia',
        lastName: 'Operations',
        title: 'VP Operations',
      },
      context: { consent: { categoryPreferences: { contact: true } }, campaign: { name: 'autumn', source: 'google' } },
    });
    expect(answer.statusCode).toBe(200);
    await test.runLoops();
    const [lead, ...others] = await inbox();
    expect(others).toEqual([]);
    expect(lead).toMatchObject({
      status: 'offered',
      grade: 'A2',
      cycle: 1,
      number: 1,
      campaign: 'autumn',
      contact: { name: 'Olivia Operations', title: 'VP Operations', email: 'Olivia.Ops@example-manufacturing.test' },
      account: { name: 'Example Manufacturing', domain: 'example-manufacturing.test', employees: 240 },
      member: { id: rep.id },
      expectedValue: { minor: 720_000, currency: 'EUR' },
    });
    const clocks = lead?.clocks.map(({ kind, clause, dueAt, state }) => [kind, clause, dueAt, state]);
    // 10:00 in Berlin: 4 business hours with an hour of lunch; the close of the second business day.
    expect(clocks).toEqual([
      ['respond', 'respond', '2026-10-06T13:00:00.000Z', 'running'],
      ['decide', 'decide', '2026-10-08T16:00:00.000Z', 'running'],
    ]);
    const { brief } = await test.call(rep, getHandoff, { params: { handoffId: lead?.id ?? '' } });
    expect(brief.because).toContain("The lead's grade is A2.");
    expect(brief.whyNow.map(({ text }) => text)).toEqual([
      'Submitted the form "demo-request"',
      'Viewed /pricing on www.example.com',
    ]);
    expect(brief.persona).toMatchObject({ name: 'Olivia Operations', trusts: ['peer reviews', 'industry analysts'] });
    expect(brief.segment).toMatchObject({ key: 'mid-market' });
    expect(brief.route.rule).toBe('mid-market');
    const points = brief.scores?.engagement.reasons.reduce((sum, reason) => sum + reason.points, 0);
    expect(points).toBeCloseTo(brief.scores?.engagement.score ?? -1, 6);
  });

  it('is the same lead when the form comes twice', async () => {
    await post('track', { userId: 'crm-7', event: 'Form Submitted', properties: { form: 'demo-request' } });
    await test.runLoops();
    expect(await inbox()).toHaveLength(1);
  });

  it('is accepted, and the promise to decide is kept', async () => {
    test.clock.advance(90 * 60_000);
    const [lead] = await inbox();
    const handoffId = lead?.id ?? '';
    const accepted = await test.call(rep, acceptHandoff, { params: { handoffId } });
    expect(accepted).toMatchObject({ status: 'accepted', acceptedBy: 'rep' });
    const clocks = accepted.clocks.map(({ kind, state }) => [kind, state]);
    expect(clocks).toEqual(
      expect.arrayContaining([
        ['decide', 'kept'],
        ['respond', 'running'],
        ['qualify', 'running'],
        ['attempts', 'running'],
      ]),
    );
    const stages = await test.databases.screens
      .selectFrom('transitions')
      .select(['toStage', 'actorKind', 'inferred'])
      .where('workspaceId', '=', workspace)
      .orderBy('seq')
      .execute();
    expect(stages.map(({ toStage, actorKind }) => [toStage, actorKind])).toEqual([
      ['subscriber', 'rule'],
      ['lead', 'rule'],
      ['qualified', 'rule'],
      ['accepted', 'user'],
    ]);
    expect((await test.send(rep, acceptHandoff, { params: { handoffId } })).body.code).toBe('handoff.already-accepted');
  });

  it('keeps what it was judged by', async () => {
    const versions = await Promise.all(
      (['transitions', 'qualifications', 'handoffs', 'clocks', 'routingLog'] as const).map((table) =>
        test.databases.screens.selectFrom(table).select('versionId').where('workspaceId', '=', workspace).execute(),
      ),
    );
    const { data } = await test.call(rep, getInForce);
    expect(new Set(versions.flat().map(({ versionId }) => versionId))).toEqual(new Set([data?.id]));
  });
});
