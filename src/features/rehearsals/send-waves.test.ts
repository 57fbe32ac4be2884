import { describe, expect, it } from 'vitest';
import { lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { days } from '../../../test/clock.ts';
import { createMember, createWorkspace, signIn } from '../../../test/fixtures.ts';
import { draftAgreement, proposeAgreement, signAgreement } from '../agreements/schema.ts';
import { listHandoffs } from '../handoffs/schema.ts';
import { createSource } from '../sources/schema.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import { getWaves } from './schema.ts';

describe('waves of a new agreement', () => {
  const test = useTestApp();

  const house = async (people: number, waveSize: number | null) => {
    const workspace = await createWorkspace(test);
    const head = await createMember(test, workspace, { role: 'admin', heads: ['marketing', 'sales'] });
    const team = await test.call(head, createTeam, { body: { name: 'Inbound', department: 'sales', leadId: null } });
    for (const name of ['Ana', 'Ben']) {
      const rep = await createMember(test, workspace, { name });
      const params = { teamId: team.id, memberId: rep.id };
      await test.call(head, setMembership, { params, body: { weight: 1, cap: null } });
    }
    const { writeKey } = await test.call(head, createSource, { body: { name: 'Site', kind: 'server' } });
    const headers = { host: 'baton.test', authorization: `Basic ${btoa(`${writeKey}:`)}` };
    const batch = Array.from({ length: people }, (_, index) => ({
      ...{ type: 'track', anonymousId: `b${index}`, event: 'Form Submitted' },
      properties: { form: 'demo-request', email: `p${index}@plant.example`, name: `P ${index}`, title: 'COO' },
    }));
    await test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch } });
    await test.runLoops();
    const { id, version, hash } = await test.call(head, draftAgreement, { body: { from: 'text', source: lapText } });
    const params = { versionId: id };
    const body = { message: 'So be it.', for: 'sales', waveSize } as const;
    const { proposal } = await test.call(head, proposeAgreement, { params, body, version });
    for (const party of ['marketing', 'sales'] as const) {
      await test.call(head, signAgreement, { params, body: { party, hash: hash ?? '', proposal } });
    }
    await test.runLoops();
    const wave = async () => {
      await test.runJobs('send-waves');
      await test.runJobs('send-waves');
      Object.assign(head, await signIn(test, workspace, head.id));
      const { data } = await test.call(head, listHandoffs, { query: { status: 'open' } });
      const names = data.map(({ member }) => member.name).sort();
      return { names, progress: await test.call(head, getWaves, { params }) };
    };
    return { wave };
  };

  it('hand over so many per rep and day of who qualified already, while the calendar is open, until all are', async () => {
    // The clock of the tests begins on a Monday within office hours.
    test.clock.set(new Date('2026-03-02T10:00:00Z'));
    const { wave } = await house(5, 1);
    expect(await wave()).toEqual({
      names: ['Ana', 'Ben'],
      progress: { waveSize: 1, people: 5, handedOver: 2, waiting: 3, dropped: 0 },
    });
    test.clock.set(new Date('2026-03-02T23:30:00Z'));
    expect((await wave()).progress.handedOver).toBe(2);
    test.clock.set(new Date('2026-03-03T10:00:00Z'));
    expect((await wave()).names).toEqual(['Ana', 'Ana', 'Ben', 'Ben']);
    test.clock.advance(days(1));
    expect((await wave()).progress).toMatchObject({ handedOver: 5, waiting: 0 });
  });

  it('hand over nobody where new touches only were agreed', async () => {
    test.clock.set(new Date('2026-03-09T10:00:00Z'));
    const { wave } = await house(2, null);
    expect(await wave()).toEqual({
      names: [],
      progress: { waveSize: null, people: 0, handedOver: 0, waiting: 0, dropped: 0 },
    });
  });
});
