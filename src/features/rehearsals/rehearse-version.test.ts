import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace, type TestMember } from '../../../test/fixtures.ts';
import type { WorkspaceId } from '../../context.ts';
import { draftAgreement, editAgreement } from '../agreements/schema.ts';
import { createSource } from '../sources/schema.ts';
import { createTeam, setMembership } from '../teams/schema.ts';
import { getRehearsal, startRehearsal } from './schema.ts';

describe('rehearsing an unsigned draft', () => {
  const test = useTestApp();
  let workspace: WorkspaceId;
  let admin: TestMember;
  let rep: TestMember;
  let writeKey: string;

  beforeEach(async () => {
    workspace = await createWorkspace(test);
    admin = await createMember(test, workspace, { role: 'admin', department: 'both', heads: ['marketing'] });
    rep = await createMember(test, workspace, { name: 'Rita Rep' });
    const team = await test.call(admin, createTeam, { body: { name: 'Inbound', department: 'sales', leadId: null } });
    const params = { teamId: team.id, memberId: rep.id };
    await test.call(admin, setMembership, { params, body: { weight: 1, cap: 2 } });
    writeKey = (await test.call(admin, createSource, { body: { name: 'Site', kind: 'server' } })).writeKey ?? '';
  });

  const arrive = async (...emails: string[]) => {
    const headers = { host: 'baton.test', authorization: `Basic ${btoa(`${writeKey}:`)}` };
    const batch = emails.map((email) => ({
      ...{ type: 'track', anonymousId: `of ${email}`, event: 'Form Submitted' },
      properties: { form: 'demo-request', email, name: `Ops of ${email}`, title: 'COO' },
    }));
    await test.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch } });
    await test.runLoops();
  };
  const draft = (source = lapText) => test.call(admin, draftAgreement, { body: { from: 'text', source } });
  const rehearse = async (versionId: string) => {
    const params = { versionId };
    const asked = await test.call(admin, startRehearsal, { params });
    await test.runJobs();
    return { asked, done: (await test.call(admin, getRehearsal, { params })).data };
  };

  it('says who would qualify, where they stand, and the load per rep; and writes nothing of it', async () => {
    await arrive('ana@plant.example', 'ben@plant.example', 'cleo@plant.example');
    const { id } = await draft();
    const before = await readContents(test, workspace);
    const { asked, done } = await rehearse(id);
    expect(asked).toMatchObject({ status: 'waiting', version: { number: 1 }, against: null, result: null });
    expect(done).toMatchObject({ status: 'done', people: 3, judged: 3, isOutdated: false });
    expect(done?.result).toMatchObject({
      label: 'draft, unsigned',
      draft: {
        ...{ qualified: 3, incomplete: 0 },
        byStage: [{ key: 'lead', name: 'Lead', people: 3 }],
        byGrade: [{ grade: 'C2', people: 3 }],
      },
      inForce: null,
      changes: { newly: 0, noLonger: 0 },
      // Her cap is two: the third would wait.
      perRep: [{ memberId: rep.id, name: 'Rita Rep', open: 0, cap: 2, added: 2 }],
      queued: 1,
      routed: 3,
    });
    expect(done?.result?.sample.map(({ name }) => name).sort()).toEqual([
      'Ops of ana@plant.example',
      'Ops of ben@plant.example',
      'Ops of cleo@plant.example',
    ]);
    const after = await readContents(test, workspace);
    const changed = Object.keys(after).filter(
      (table) => JSON.stringify(after[table]) !== JSON.stringify(before[table]),
    );
    expect(changed.filter((table) => !table.startsWith('audit'))).toEqual(['rehearsals']);
  });

  it('compares with the agreement in force, and tells when the text was changed since', async () => {
    await agreeOn(test, workspace);
    await arrive('ana@plant.example');
    const { id, version } = await draft(
      lapText.replace(
        '{ field: touch.form, op: equals, value: demo-request }, { field: grade.fit',
        '{ field: touch.form, op: equals, value: other }, { field: grade.fit',
      ),
    );
    await arrive('ben@mail.example');
    const { done } = await rehearse(id);
    expect(done).toMatchObject({ against: { number: 1 }, isOutdated: false });
    // Both were handed over when they came, so that nobody is left to qualify by either.
    expect(done?.result).toMatchObject({
      draft: { qualified: 0 },
      inForce: { qualified: 0, byStage: [{ key: 'qualified', people: 2 }] },
      perRep: [],
    });
    const params = { versionId: id };
    await test.call(admin, editAgreement, { params, body: { source: lapText }, version });
    expect((await test.call(admin, getRehearsal, { params })).data).toMatchObject({ isOutdated: true });
  });

  it('counts who qualifies by one and not by the other', async () => {
    const strict = lapText.replace(
      '{ field: touch.form, op: equals, value: demo-request }, { field: grade.fit',
      '{ field: touch.form, op: equals, value: other }, { field: grade.fit',
    );
    await agreeOn(test, workspace, strict);
    await arrive('ana@plant.example', 'ben@plant.example');
    const { done } = await rehearse((await draft()).id);
    expect(done?.result).toMatchObject({
      draft: { qualified: 2 },
      inForce: { qualified: 0 },
      changes: { newly: 2, noLonger: 0, newlySample: [{ grade: 'C2' }, { grade: 'C2' }] },
    });
  });

  it('is one at a time for one text, and only for a text without errors', async () => {
    const { id } = await draft();
    const params = { versionId: id };
    const [one, other] = await Promise.all([
      test.call(admin, startRehearsal, { params }),
      test.call(admin, startRehearsal, { params }),
    ]);
    expect(one.id).toBe(other.id);
    const faulty = await draft(lapText.replace('enter_when: created', 'enter_when: creatd'));
    const refused = await test.send(admin, startRehearsal, { params: { versionId: faulty.id } });
    expect(refused.status).toBe(409);
    expect((await test.send(rep, getRehearsal, { params })).status).toBe(403);
  });
});
