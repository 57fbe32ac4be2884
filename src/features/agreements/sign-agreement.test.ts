import { describe, expect, it } from 'vitest';
import { lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { hours } from '../../../test/clock.ts';
import { sendAtOnce } from '../../../test/contention.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace, systemCtx, type TestMember } from '../../../test/fixtures.ts';
import type { Department } from '../../core/access.ts';
import type { Party } from '../../core/agreement/version-life.ts';
import { createAbsence } from '../absences/schema.ts';
import { createKey } from '../keys/schema.ts';
import { sendNotifications } from '../notifications/send-notifications.ts';
import { listOutbox } from '../outbox/schema.ts';
import { editDepartment, listDepartments } from '../workspaces/schema.ts';
import {
  type AgreementVersion,
  acknowledgeAgreement,
  draftAgreement,
  editAgreement,
  getInForce,
  getVersion,
  listAcknowledgements,
  listVersions,
  proposeAgreement,
  returnAgreement,
  signAgreement,
  withdrawAgreement,
} from './schema.ts';

describe('signing the agreement', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const mary = await createMember(test, workspace, { name: 'Mary', role: 'head', heads: ['marketing'] });
    const saul = await createMember(test, workspace, { name: 'Saul', role: 'head', heads: ['sales'] });
    const sam = await createMember(test, workspace, { name: 'Sam' });
    return { workspace, admin, mary, saul, sam };
  };

  const draft = (by: TestMember, source = lapText) => test.call(by, draftAgreement, { body: { from: 'text', source } });

  const propose = (
    by: TestMember,
    { id, version }: AgreementVersion,
    more: { effectiveAt?: string; for?: Department } = {},
  ) =>
    test.send(by, proposeAgreement, { params: { versionId: id }, body: { message: 'Please sign.', ...more }, version });

  const sign = async (by: TestMember, { id, hash }: Pick<AgreementVersion, 'id' | 'hash'>, party: Party) => {
    const { proposal } = await read(by, id);
    return test.send(by, signAgreement, { params: { versionId: id }, body: { party, hash: hash ?? '', proposal } });
  };

  const read = (by: TestMember, id: string) => test.call(by, getVersion, { params: { versionId: id } });

  it('takes a text from draft to in force, and everybody confirms it', async () => {
    const { workspace, admin, mary, saul, sam } = await house();
    const written = await draft(mary);
    expect(written).toMatchObject({
      number: 1,
      status: 'draft',
      valid: true,
      version: 1,
      moves: ['edit', 'propose', 'withdraw'],
    });
    const proposed = await propose(mary, written);
    expect(proposed.body).toMatchObject({
      status: 'proposed',
      proposal: 1,
      proposedFor: 'marketing',
      proposedBy: { name: 'Mary' },
      message: 'Please sign.',
      // Its term began before now.
      effectiveAt: null,
      waveSize: null,
      hash: written.hash,
      missing: ['marketing', 'sales'],
      moves: ['edit', 'sign', 'withdraw'],
    });
    await sendNotifications(systemCtx(test, workspace));
    expect((await sign(mary, written, 'marketing')).body).toMatchObject({ status: 'proposed', missing: ['sales'] });
    expect((await sign(mary, written, 'marketing')).body.signatures).toHaveLength(1);
    test.clock.advance(hours(1));
    const last = await sign(saul, written, 'sales');
    const at = test.clock().toISOString();
    expect(last.body).toMatchObject({
      status: 'in-force',
      inForceFrom: at,
      effectiveAt: at,
      missing: [],
      signedByOnePerson: false,
    });
    expect(last.body.signatures).toMatchObject([
      { party: 'marketing', member: { name: 'Mary' }, asDeputy: false, hash: written.hash, void: false },
      { party: 'sales', member: { name: 'Saul' }, hash: written.hash, signedAt: at },
    ]);
    expect((await test.call(sam, getInForce)).data?.id).toBe(written.id);
    const params = { versionId: written.id };
    const first = await test.call(sam, acknowledgeAgreement, { params });
    test.clock.advance(hours(1));
    expect(await test.call(sam, acknowledgeAgreement, { params })).toEqual(first);
    expect(await read(sam, written.id)).toMatchObject({ acknowledgedAt: at, moves: [] });
    expect(await read(mary, written.id)).toMatchObject({ acknowledgedAt: null, moves: ['acknowledge'] });
    const { data } = await test.call(admin, listAcknowledgements, { params });
    expect(data.map(({ member, acknowledgedAt }) => [member.name, acknowledgedAt])).toEqual([
      [admin.name, null],
      ['Mary', null],
      ['Sam', at],
      ['Saul', null],
    ]);
    expect(await listVerbs(test, workspace, written.id)).toEqual([
      'agreement.drafted',
      'agreement.proposed',
      'agreement.signed',
      'agreement.acknowledged',
      'agreement.came-into-force',
      'agreement.completed',
      'agreement.signed',
    ]);
    await sendNotifications(systemCtx(test, workspace));
    const mails = await test.call(admin, listOutbox);
    const asked = 'Version 1 of our agreement is in force. Please read and confirm it.';
    expect(mails.data.map(({ to, subject }) => [to, subject.split(':')[0]]).sort()).toEqual(
      [
        [saul.email, 'Please read and sign'],
        [mary.email, 'In force'],
        [saul.email, 'In force'],
        [admin.email, asked],
        [sam.email, asked],
      ].sort(),
    );
  });

  it('voids what was signed when the text is changed, returned or withdrawn, and keeps it', async () => {
    const { mary, saul } = await house();
    const first = await draft(mary);
    await propose(mary, first);
    await sign(saul, first, 'sales');
    const params = { versionId: first.id };
    const { version } = await read(mary, first.id);
    const source = lapText.replace('business: 4h', 'business: 6h');
    const edited = await test.call(mary, editAgreement, { params, body: { source }, version });
    expect(edited).toMatchObject({ status: 'draft', proposedFor: null, signatures: [{ party: 'sales', void: true }] });
    expect(edited.hash).not.toBe(first.hash);
    expect((await sign(saul, first, 'sales')).body.code).toBe('agreement.wrong-state');
    await propose(mary, edited);
    const old = await sign(saul, first, 'sales');
    expect([old.status, old.body.code]).toEqual([409, 'agreement.other-text']);
    const again = await sign(saul, edited, 'sales');
    expect(again.body.signatures).toMatchObject([
      { proposal: 1, hash: first.hash, void: true },
      { proposal: 2, hash: edited.hash, void: false },
    ]);
    const returned = await test.call(saul, returnAgreement, { params, body: { message: 'Six is too long.\nFive?' } });
    expect(returned).toMatchObject({
      status: 'returned',
      returned: { by: { name: 'Saul' }, message: 'Six is too long.\nFive?' },
      moves: ['edit'],
    });
    expect(returned.signatures.every((signature) => signature.void)).toBe(true);
    const amended = await test.call(mary, editAgreement, { params, body: { source }, version: returned.version });
    expect(amended).toMatchObject({ status: 'draft', returned: { message: 'Six is too long.\nFive?' } });
    expect((await propose(mary, amended)).body).toMatchObject({
      proposal: 3,
      returned: null,
      missing: ['marketing', 'sales'],
    });
    expect(await test.call(mary, withdrawAgreement, { params })).toMatchObject({ status: 'withdrawn', moves: [] });
    expect((await read(saul, first.id)).signatures).toHaveLength(2);
  });

  it('names the proposal that was read, where the same text was proposed with another instant', async () => {
    const { mary, saul } = await house();
    const first = await draft(mary);
    await propose(mary, first);
    const returned = await test.call(saul, returnAgreement, {
      params: { versionId: first.id },
      body: { message: 'Later.' },
    });
    const amended = await test.call(mary, editAgreement, {
      params: { versionId: first.id },
      body: { source: lapText },
      version: returned.version,
    });
    await propose(mary, amended, { effectiveAt: '2027-01-01T00:00:00Z' });
    const body = { party: 'sales', hash: first.hash ?? '' } as const;
    const params = { versionId: first.id };
    const stale = await test.send(saul, signAgreement, { params, body: { ...body, proposal: 1 } });
    expect(stale.body.code).toBe('agreement.other-text');
    expect((await test.send(saul, signAgreement, { params, body: { ...body, proposal: 2 } })).status).toBe(200);
  });

  it('is for heads: nobody else proposes, signs or returns, and no API key', async () => {
    const { workspace, admin, mary, saul, sam } = await house();
    const key = await test.call(admin, createKey, {
      body: { name: 'Program', scopes: ['agreements:read', 'agreements:write'], expiresAt: null },
    });
    const program = { key: key.secret } as TestMember;
    const written = await draft(program);
    expect(written).toMatchObject({ status: 'draft', moves: ['edit', 'withdraw'], signsFor: [] });
    const former = await createMember(test, workspace, { role: 'head' });
    const before = await readContents(test, workspace);
    for (const by of [program, admin, sam, former]) expect((await propose(by, written)).status).toBe(403);
    expect(await readContents(test, workspace)).toEqual(before);
    await propose(mary, written);
    const params = { versionId: written.id };
    for (const by of [program, admin, sam, former]) {
      expect((await sign(by, written, 'sales')).status).toBe(403);
      const body = { message: 'No.' };
      expect((await test.send(by, returnAgreement, { params, body })).status).toBe(403);
    }
    for (const by of [program, admin, sam, saul]) {
      expect((await test.send(by, withdrawAgreement, { params })).status).toBe(403);
    }
    // A head signs for their own department, and returns only what the other side proposed.
    expect((await sign(mary, written, 'sales')).body.code).toBe('agreement.forbidden');
    expect((await sign(mary, written, 'sponsor')).body.code).toBe('agreement.forbidden');
    const own = await test.send(mary, returnAgreement, { params, body: { message: 'No.' } });
    expect([own.status, own.body.code]).toEqual([403, 'agreement.forbidden']);
    const source = 'name: Program';
    const edit = await test.send(program, editAgreement, { params, body: { source }, version: 2 });
    expect([edit.status, edit.body.code]).toEqual([403, 'agreement.forbidden']);
    const acknowledge = await test.send(sam, acknowledgeAgreement, { params });
    expect([acknowledge.status, acknowledge.body.code]).toEqual([409, 'agreement.wrong-state']);
    expect((await test.send(program, acknowledgeAgreement, { params })).status).toBe(403);
  });

  it('needs a head on both sides, a text without errors, and nothing else proposed', async () => {
    const { mary, saul } = await house();
    const broken = await draft(mary, lapText.replace('currency: EUR', 'currency: USD'));
    const refused = await propose(mary, broken);
    expect([refused.status, refused.body.code]).toEqual([409, 'agreement.not-valid']);
    expect(refused.body.detail).toContain('in line 4: The agreement is in USD, the workspace in EUR.');
    const [one, two] = [await draft(mary), await draft(saul)];
    await propose(mary, one);
    const second = await propose(saul, two);
    expect([second.status, second.body.code]).toEqual([409, 'agreement.proposal-open']);
    expect(second.body.detail).toBe(
      'Version 2 is proposed already. Sign it, return it, or let Marketing withdraw it before another is proposed.',
    );
    const alone = await createWorkspace(test);
    const head = await createMember(test, alone, { role: 'head', heads: ['marketing'] });
    const lonely = await propose(head, await draft(head));
    expect([lonely.status, lonely.body.code]).toEqual([409, 'agreement.no-signer']);
    expect(lonely.body.detail).toBe('Nobody heads Sales. An admin names a head first.');
  });

  it('is the deputy’s only while the head is absent, and says so', async () => {
    const { admin, mary, saul, sam } = await house();
    const { data: posts } = await test.call(admin, listDepartments);
    const version = posts.find(({ department }) => department === 'sales')?.version ?? 0;
    await test.call(admin, editDepartment, { params: { department: 'sales' }, body: { deputyId: sam.id }, version });
    const written = await draft(mary);
    await propose(mary, written);
    expect((await sign(sam, written, 'sales')).status).toBe(403);
    const [from, to] = [test.clock(), new Date(test.clock().getTime() + hours(8))];
    const absence = { memberId: saul.id, from: from.toISOString(), to: to.toISOString(), coverId: null };
    await test.call(admin, createAbsence, { body: absence });
    const signed = await sign(sam, written, 'sales');
    expect(signed.body.signatures).toMatchObject([{ party: 'sales', member: { name: 'Sam' }, asDeputy: true }]);
    // The department has signed: its head changes nothing by signing too.
    expect((await sign(saul, written, 'sales')).body.signatures).toHaveLength(1);
  });

  it('asks one head of both for two signatures', async () => {
    const workspace = await createWorkspace(test);
    const ada = await createMember(test, workspace, { name: 'Ada', role: 'admin', heads: ['marketing', 'sales'] });
    const written = await draft(ada);
    expect(written.signsFor).toEqual(['marketing', 'sales']);
    const unsaid = await propose(ada, written);
    expect([unsaid.status, unsaid.body.code, unsaid.body.errors?.[0]?.pointer]).toEqual([
      400,
      'agreement.side-missing',
      '#/for',
    ]);
    await propose(ada, written, { for: 'sales' });
    expect((await sign(ada, written, 'sales')).body).toMatchObject({ status: 'proposed', missing: ['marketing'] });
    expect((await sign(ada, written, 'marketing')).body).toMatchObject({ status: 'in-force', signedByOnePerson: true });
  });

  it.each([
    ['none', 'in-force', 403],
    ['optional', 'in-force', 200],
    ['required', 'proposed', 200],
  ] as const)('with a sponsor %s: both heads make it %s, the sponsor gets %i', async (sponsor, status, answer) => {
    const { workspace, mary, saul } = await house();
    const source = lapText.replace('currency: EUR', `currency: EUR\nsponsor: ${sponsor}`);
    const written = await draft(mary, source);
    if (sponsor === 'required') expect((await propose(mary, written)).body.code).toBe('agreement.no-signer');
    const connie = await createMember(test, workspace, { name: 'Connie', role: 'sponsor' });
    await propose(mary, written);
    if (sponsor === 'optional') expect((await sign(connie, written, 'sponsor')).status).toBe(200);
    await sign(mary, written, 'marketing');
    expect((await sign(saul, written, 'sales')).body.status).toBe(status);
    const third = await sign(connie, written, 'sponsor');
    expect(third.status).toBe(answer);
    if (answer === 200) expect(third.body.status).toBe('in-force');
  });

  it('by both at once brings one agreement into force, once', async () => {
    const { workspace, mary, saul } = await house();
    const written = await draft(mary);
    await propose(mary, written);
    const answers = await sendAtOnce(
      test,
      workspace,
      () => sign(mary, written, 'marketing'),
      () => sign(saul, written, 'sales'),
      () => sign(saul, written, 'sales'),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await read(mary, written.id)).toMatchObject({ status: 'in-force', missing: [], signatures: [{}, {}] });
    const verbs = await listVerbs(test, workspace, written.id);
    expect(verbs.filter((verb) => verb === 'agreement.signed')).toHaveLength(2);
    expect(verbs.filter((verb) => verb === 'agreement.came-into-force')).toHaveLength(1);
  });

  it('while somebody edits is refused or undone, never taken over', async () => {
    const { workspace, mary, saul } = await house();
    const written = await draft(mary);
    const { body: proposed } = await propose(mary, written);
    await sign(mary, written, 'marketing');
    const { version } = await read(mary, written.id);
    const source = `${lapText}\nsponsor: optional`;
    const [edit, signature] = await sendAtOnce<{ status: number }>(
      test,
      workspace,
      () => test.send(mary, editAgreement, { params: { versionId: written.id }, body: { source }, version }),
      () => sign(saul, proposed, 'sales'),
    );
    // Either the edit came first and the signature is refused, or the signature was the last and the text stands.
    expect([edit?.status, signature?.status].sort()).toEqual([200, 409]);
    const after = await read(mary, written.id);
    expect(after.status).toBe(edit?.status === 200 ? 'draft' : 'in-force');
  });

  it('of two versions proposed at once: one is, the other is told', async () => {
    const { workspace, mary, saul } = await house();
    const [one, two] = [await draft(mary), await draft(saul)];
    const answers = await sendAtOnce(
      test,
      workspace,
      () => propose(mary, one),
      () => propose(saul, two),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { data } = await test.call(mary, listVersions);
    expect(data.map(({ status }) => status).sort()).toEqual(['draft', 'proposed']);
  });
});
