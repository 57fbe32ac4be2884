import { describe, expect, it } from 'vitest';
import { agreeOn, lapText } from '../../../test/agreements.ts';
import { useTestApp } from '../../../test/app.ts';
import { listVerbs, readContents } from '../../../test/contents.ts';
import { createMember, createWorkspace } from '../../../test/fixtures.ts';
import { createTeam } from '../teams/schema.ts';
import { editWorkspace } from '../workspaces/schema.ts';
import {
  acknowledgeAgreement,
  draftAgreement,
  editAgreement,
  getChanges,
  getInForce,
  getVersion,
  listAcknowledgements,
  listVersions,
  proposeAgreement,
  returnAgreement,
  signAgreement,
  withdrawAgreement,
} from './schema.ts';

describe('drafts of the agreement', () => {
  const test = useTestApp();

  const house = async () => {
    const workspace = await createWorkspace(test);
    const admin = await createMember(test, workspace, { role: 'admin' });
    const head = await createMember(test, workspace, { role: 'head', heads: ['sales'] });
    return { workspace, admin, head };
  };

  it.each(['minimal', 'full'] as const)('begin from the %s template, filled in for the workspace', async (template) => {
    const { admin } = await house();
    await test.call(admin, editWorkspace, { body: { currency: 'SEK', zone: 'Europe/Stockholm' }, version: 1 });
    await test.call(admin, createTeam, { body: { name: 'Inside Sales', department: 'sales' } });
    const draft = await test.call(admin, draftAgreement, { body: { from: 'template', template } });
    expect(draft).toMatchObject({ name: 'Agreement of Example', valid: true, status: 'draft', reviewOn: '2026-06-02' });
    expect(draft.problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(draft.source).toContain('currency: SEK');
    expect(draft.source).toContain('timezone: Europe/Stockholm');
    expect(draft.source).toContain('team:inside-sales');
    expect(draft.source).toContain('term: { from: 2026-03-02, review: 2026-06-02 }');
    expect(draft.sentences.length).toBeGreaterThan(10);
  });

  it('begin from what is in force, or from any version, comments included', async () => {
    const { workspace, admin } = await house();
    const none = await test.send(admin, draftAgreement, { body: { from: 'in-force' } });
    expect([none.status, none.body.code]).toEqual([409, 'agreement.none-in-force']);
    const versionId = await agreeOn(test, workspace);
    const copy = await test.call(admin, draftAgreement, { body: { from: 'in-force' } });
    expect(copy).toMatchObject({ number: 2, source: lapText, hash: (await test.call(admin, getInForce)).data?.hash });
    const other = await test.call(admin, draftAgreement, { body: { from: 'version', versionId } });
    expect(other).toMatchObject({ number: 3, source: lapText, createdBy: { id: admin.id } });
  });

  it.each<[string, string, string, Record<string, unknown> | undefined]>([
    ['nothing', '', 'Draft without a name', undefined],
    ['no YAML', 'stages: [ {', 'Draft without a name', undefined],
    [
      'an unknown name',
      'format: baton/agreement@1\nname: Europe\ncurency: EUR',
      'Europe',
      { line: 3, remedy: 'Did you mean currency?' },
    ],
    ['an alias', `${lapText}\nkpis: &a []\nmeetings: *a`, 'One lap', { code: 'agreement.yaml' }],
  ])('are kept with what is wrong with them: %s', async (_, source, name, problem) => {
    const { head } = await house();
    const draft = await test.call(head, draftAgreement, { body: { from: 'text', source } });
    expect(draft).toMatchObject({ name, source, hash: null, canonical: null, valid: false, sentences: [] });
    expect(draft.problems[0]).toMatchObject({
      severity: 'error',
      line: expect.any(Number),
      column: expect.any(Number),
    });
    if (problem) expect(draft.problems).toContainEqual(expect.objectContaining(problem));
    expect(draft.moves).toEqual(['edit', 'withdraw']);
    const changes = await test.send(head, getChanges, { params: { versionId: draft.id }, query: {} });
    expect([changes.status, changes.body.code]).toEqual([409, 'agreement.unreadable']);
    const params = { versionId: draft.id };
    const body = { message: 'Sign.' };
    const proposal = await test.send(head, proposeAgreement, { params, body, version: 1 });
    expect([proposal.status, proposal.body.code]).toEqual([409, 'agreement.not-valid']);
  });

  it('that cannot be stored are refused', async () => {
    const { head, workspace } = await house();
    const before = await readContents(test, workspace);
    for (const source of ['name: a\0b', 'name: \ud800', 'x'.repeat(1_000_001)]) {
      const answer = await test.send(head, draftAgreement, { body: { from: 'text', source } });
      expect([400, 413]).toContain(answer.status);
    }
    expect(await readContents(test, workspace)).toEqual(before);
  });

  it('warn of teams and members who are not there, and never mix currencies', async () => {
    const { admin } = await house();
    await test.call(admin, createTeam, { body: { name: 'Inbound', department: 'sales' } });
    const source = lapText.replace('team:mid-market', `member:${admin.id}`);
    const draft = await test.call(admin, draftAgreement, { body: { from: 'text', source } });
    expect([draft.problems, draft.valid]).toEqual([[], true]);
    const lost = await test.call(admin, draftAgreement, { body: { from: 'text', source: lapText } });
    expect(lost).toMatchObject({ valid: true, problems: [{ severity: 'warning', code: 'agreement.unknown-team' }] });
    await test.call(admin, editWorkspace, { body: { currency: 'USD' }, version: 1 });
    const dollars = await test.call(admin, getVersion, { params: { versionId: lost.id } });
    expect(dollars.problems).toContainEqual(
      expect.objectContaining({ code: 'agreement.other-currency', severity: 'error' }),
    );
  });

  it('are never overwritten: the second of two editors gets the text of the first', async () => {
    const { workspace, admin, head } = await house();
    const draft = await test.call(head, draftAgreement, { body: { from: 'text', source: lapText } });
    const params = { versionId: draft.id };
    const texts = [`${lapText}\n# admin`, `${lapText}\n# head`];
    const answers = await Promise.all([
      test.send(admin, editAgreement, { params, body: { source: texts[0] ?? '' }, version: 1 }),
      test.send(head, editAgreement, { params, body: { source: texts[1] ?? '' }, version: 1 }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const [won, lost] = answers[0]?.status === 200 ? answers : answers.toReversed();
    expect(lost?.body).toMatchObject({ code: 'agreement.stale-version', current: 2, source: won?.body.source });
    expect(won?.headers.etag).toBe('"2"');
    const missing = await test.send(head, editAgreement, { params, body: { source: 'x' } });
    expect(missing.status).toBe(428);
    const same = await test.call(head, editAgreement, { params, body: { source: won?.body.source ?? '' }, version: 2 });
    expect(same.version).toBe(2);
    const stale = await test.send(head, proposeAgreement, { params, body: { message: 'Sign.' }, version: 1 });
    expect(stale.status).toBe(412);
    expect(await listVerbs(test, workspace, draft.id)).toEqual(['agreement.drafted', 'agreement.edited']);
  });

  it('come with both changes in sentences for who sent what they began with, and as one text where they do not meet', async () => {
    const { admin, head } = await house();
    const draft = await test.call(head, draftAgreement, { body: { from: 'text', source: lapText } });
    const params = { versionId: draft.id };
    const theirs = lapText.replace('{ business: 4h }', '{ business: 6h }');
    const mine = lapText.replace('half_life: 30d', 'half_life: 20d');
    await test.call(admin, editAgreement, { params, body: { source: theirs }, version: 1 });
    const body = { source: mine, base: lapText };
    const lost = await test.send(head, editAgreement, { params, body, version: 1 });
    expect(lost).toMatchObject({
      status: 412,
      body: {
        current: 2,
        source: theirs,
        theirs: [{ clause: 'salesCommits.respond', sentence: expect.stringContaining('6 business hours') }],
        mine: [{ clause: 'scoring.engagement.halfLife' }],
        both: [],
      },
    });
    const { merged } = lost.body as unknown as { merged: string };
    const saved = await test.call(head, editAgreement, { params, body: { source: merged }, version: 2 });
    expect(saved.source).toContain('{ business: 6h }');
    expect(saved.source).toContain('half_life: 20d');
    const clash = await test.send(admin, editAgreement, {
      ...{ params, version: 2 },
      body: { source: lapText.replace('{ business: 4h }', '{ business: 5h }'), base: theirs },
    });
    expect(clash.body).toMatchObject({ code: 'agreement.stale-version', mine: [{ clause: 'salesCommits.respond' }] });
    const without = await test.send(head, editAgreement, { params, body: { source: mine }, version: 1 });
    expect(without.body).toMatchObject({ source: saved.source, theirs: null, merged: null });
  });

  it('are made by place too, all or none, also of a text with errors, and void a proposal', async () => {
    const { head } = await house();
    const faulty = `# Kept.\n${lapText.replace('{ business: 4h }', '{ business: soon }')}`;
    const draft = await test.call(head, draftAgreement, { body: { from: 'text', source: faulty } });
    const params = { versionId: draft.id };
    expect(draft).toMatchObject({
      valid: false,
      agreement: null,
      problems: [{ path: expect.stringContaining('within') }],
    });
    const set = (path: (string | number)[], value: unknown) => ({ op: 'set' as const, path, value });
    const edits = [set(['salesCommits', 'respond', 'within'], { business: '2h' })];
    const mended = await test.call(head, editAgreement, { params, body: { edits }, version: 1 });
    expect(mended).toMatchObject({
      version: 2,
      agreement: { salesCommits: [{ within: { business: '2h' } }, {}, {}, {}] },
    });
    expect(mended.source.startsWith('# Kept.\n')).toBe(true);
    const impossible = [set(['name'], 'Other'), set(['salesCommits', 'nothing', 'within'], { business: '1h' })];
    const refused = await test.send(head, editAgreement, { params, body: { edits: impossible }, version: 2 });
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'agreement.edit-impossible', errors: [{ pointer: '#/edits/1/path' }] },
    });
    expect((await test.call(head, getVersion, { params })).name).toBe('One lap');
    const both = await test.send(head, editAgreement, { params, body: { edits, source: lapText }, version: 2 });
    expect(both.status).toBe(400);
  });

  it('say in sentences what they change', async () => {
    const { workspace, admin } = await house();
    const draft = await test.call(admin, draftAgreement, { body: { from: 'text', source: lapText } });
    const alone = await test.call(admin, getChanges, { params: { versionId: draft.id }, query: {} });
    expect([alone.since, alone.data.length]).toEqual([null, draft.sentences.length]);
    const since = await agreeOn(test, workspace);
    const params = { versionId: draft.id };
    expect((await test.call(admin, getChanges, { params, query: {} })).data).toEqual([]);
    const source = lapText.replace('{ business: 4h }', '{ business: 6h }');
    await test.call(admin, editAgreement, { params, body: { source }, version: 1 });
    const { data, version } = await test.call(admin, getChanges, { params, query: { since } });
    expect(data).toMatchObject([{ kind: 'replace', clause: 'salesCommits.respond' }]);
    expect(data[0]?.sentence).toMatch(/4 business hours.* becomes: .*6 business hours/);
    expect(version.id).toBe(draft.id);
  });

  it('are listed page by page, the newest first', async () => {
    const { admin } = await house();
    for (const _ of [1, 2, 3]) await test.call(admin, draftAgreement, { body: { from: 'text', source: lapText } });
    const first = await test.call(admin, listVersions, { query: { limit: 2 } });
    const last = await test.call(admin, listVersions, { query: { limit: 2, cursor: first.nextCursor ?? '' } });
    expect([...first.data, ...last.data].map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(last.nextCursor).toBeNull();
  });

  it('of another workspace do not exist', async () => {
    const abroad = await house();
    const { id } = await test.call(abroad.head, draftAgreement, { body: { from: 'text', source: lapText } });
    const { workspace, head } = await house();
    const before = [await readContents(test, workspace), await readContents(test, abroad.workspace)];
    const params = { versionId: id };
    const answers = [
      await test.send(head, getVersion, { params }),
      await test.send(head, editAgreement, { params, body: { source: 'x' }, version: 1 }),
      await test.send(head, proposeAgreement, { params, body: { message: 'x' }, version: 1 }),
      await test.send(head, signAgreement, { params, body: { party: 'sales', hash: '0'.repeat(64), proposal: 1 } }),
      await test.send(head, returnAgreement, { params, body: { message: 'x' } }),
      await test.send(head, withdrawAgreement, { params }),
      await test.send(head, getChanges, { params, query: {} }),
      await test.send(head, acknowledgeAgreement, { params }),
      await test.send(head, listAcknowledgements, { params }),
      await test.send(head, draftAgreement, { body: { from: 'version', versionId: id } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await test.call(head, listVersions)).data).toEqual([]);
    expect([await readContents(test, workspace), await readContents(test, abroad.workspace)]).toEqual(before);
  });
});
